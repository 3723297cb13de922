import { createReadableStreamFromReadable, type EntryContext } from '@remix-run/node';
import { RemixServer } from '@remix-run/react';
import { isbot } from 'isbot';
import { PassThrough } from 'node:stream';
import { renderToPipeableStream } from 'react-dom/server';
import { logger } from '~/lib/logger.server';
import { shopify } from '~/shopify.server';

/** How long a page may wait for Shopify's answers that it streams, in ms. */
export const streamTimeout = 15_000;

/** Renders a page; bots get it whole, people as soon as its frame is ready. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  shopify.addDocumentResponseHeaders(request, headers);
  headers.set('Content-Type', 'text/html');
  const whole = isbot(request.headers.get('user-agent'));

  return new Promise((resolve, reject) => {
    let failed = false;
    const start = () => {
      const body = new PassThrough();
      resolve(
        new Response(createReadableStreamFromReadable(body), { headers, status: failed ? 500 : status }),
      );
      pipe(body);
    };
    const { pipe, abort } = renderToPipeableStream(<RemixServer context={context} url={request.url} />, {
      ...(whole ? { onAllReady: start } : { onShellReady: start }),
      onShellError: reject,
      onError: (error) => {
        failed = true;
        logger.error({ error: error instanceof Error ? error.message : 'unknown' }, 'page_render_failed');
      },
    });
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}

/** What a page could not do; the person sees the page's own words. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted) return;
  const { pathname } = new URL(request.url);
  logger.error(
    { path: pathname, error: error instanceof Error ? (error.stack ?? error.message) : 'not an error' },
    'page_failed',
  );
}

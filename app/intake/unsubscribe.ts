import type { Context } from 'hono';
import { html } from 'hono/html';
import { notFound } from '~/intake/answers';
import { TEST_UNSUBSCRIBE } from '~/campaigns/send-test.server';
import { unsubscribe } from '~/messaging/unsubscribe.server';
import { findShop } from '~/shopify/shop-store.server';
import { countDrop } from '~/tracking/count-drop.server';
import { readUnsubscribeToken } from '~/tracking/link-token.server';

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
};

/** GET /u/:token: asks. Mail scanners and previews open links, so looking at the page changes nothing. */
export async function unsubscribePage(c: Context): Promise<Response> {
  if (c.req.param('token') === TEST_UNSUBSCRIBE) return testPage(c);
  const read = readUnsubscribeToken(c.req.param('token') ?? '');
  const shop = read && (await findShop(read.shop));
  if (!shop) return refuse(c, read ? 'unknown_shop' : 'bad_token');
  return c.html(
    page(
      'Unsubscribe',
      html`<p>Stop receiving marketing e-mails from <strong>${shop.name}</strong>?</p>
        <form method="post">
          <button name="List-Unsubscribe" value="One-Click">Unsubscribe</button>
        </form>`,
    ),
    200,
    HEADERS,
  );
}

/**
 * POST /u/:token: the page's button, or a mail program's one click (RFC 8058). The signed token alone says who; what the
 * body holds makes no difference.
 */
export async function unsubscribeByPost(c: Context): Promise<Response> {
  if (c.req.param('token') === TEST_UNSUBSCRIBE) return testPage(c);
  const read = readUnsubscribeToken(c.req.param('token') ?? '');
  if (!read) return refuse(c, 'bad_token');
  const unsubscribed = await unsubscribe(read.shop, read.deliveryId, new Date());
  if (!unsubscribed.ok) return refuse(c, unsubscribed.reason);
  return c.html(
    page('You are unsubscribed', html`<p>You will receive no more marketing e-mails from this shop.</p>`),
    200,
    HEADERS,
  );
}

/** Where the link in a test message leads. */
const testPage = (c: Context) =>
  c.html(
    page('This was a test', html`<p>In the message itself, this link unsubscribes whoever received it.</p>`),
    200,
    HEADERS,
  );

function refuse(c: Context, reason: string): Response {
  countDrop('unsubscribe', reason, new Date());
  return notFound(c);
}

const page = (title: string, content: ReturnType<typeof html>) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>${title}</title>
        <style>
          body {
            font:
              1.125rem/1.5 system-ui,
              sans-serif;
            color: #1a1a1a;
            background: #fff;
            max-width: 32rem;
            margin: 12vh auto;
            padding: 0 1.25rem;
          }
          button {
            font: inherit;
            color: #fff;
            background: #1a1a1a;
            border: 0;
            border-radius: 0.5rem;
            padding: 0.75rem 1.5rem;
            min-height: 44px;
            cursor: pointer;
          }
          button:focus-visible {
            outline: 3px solid #005bd3;
            outline-offset: 3px;
          }
          @media (prefers-color-scheme: dark) {
            body {
              color: #f2f2f2;
              background: #1a1a1a;
            }
            button {
              color: #1a1a1a;
              background: #f2f2f2;
            }
          }
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;

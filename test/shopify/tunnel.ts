import { readFile } from 'node:fs/promises';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { listenOn, type Listening } from './listening.ts';

const CDN_ADDRESS = 'https://cdn.shopify.com/shopifycloud/app-bridge.js';
const STUB_PATH = '/__local-shopify/app-bridge.js';
/** About one connection only, not about the message. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'proxy-connection',
  'te',
  'trailer',
];

export interface TunnelOptions {
  port: number;
  /** Where the app listens; it need not do so yet. */
  appUrl: string;
  adminUrl: string;
}

/**
 * The app's public address, as the tunnel of `shopify app dev` would be. Every byte passes unchanged but for what a
 * browser without Shopify's network needs: pages load a stand-in for App Bridge, and may be framed by the local admin.
 */
export async function startTunnel({ port, appUrl, adminUrl }: TunnelOptions): Promise<Listening> {
  const adminOrigin = new URL(adminUrl).origin;
  const stub = await readFile(new URL('./app-bridge-stub.js', import.meta.url), 'utf8');

  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const upstream = request(
      new URL(incoming.url ?? '/', appUrl),
      { method: incoming.method, headers: towardsApp(incoming) },
      (answer) => {
        const page = answer.headers['content-type']?.includes('text/html') ?? false;
        const headers = towardsBrowser(answer.headers, adminOrigin, page);
        outgoing.writeHead(answer.statusCode ?? 502, headers);
        const way = page
          ? pipeline(answer, replacing(CDN_ADDRESS, STUB_PATH), outgoing)
          : pipeline(answer, outgoing);
        way.catch(() => outgoing.destroy());
      },
    );
    upstream.on('error', () => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502, { 'content-type': 'text/plain' }).end('The app does not answer.\n');
    });
    outgoing.on('close', () => upstream.destroy());
    incoming.pipe(upstream);
  };

  const server = createServer((incoming, outgoing) => {
    if (incoming.url !== STUB_PATH) return pass(incoming, outgoing);
    outgoing
      .writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' })
      .end(stub.replace('__ADMIN_ORIGIN__', adminOrigin));
  });
  return listenOn(server, port);
}

function towardsApp(incoming: IncomingMessage): IncomingHttpHeaders {
  const headers = without(incoming.headers, HOP_BY_HOP);
  // A page that came compressed could not be changed on its way.
  delete headers['accept-encoding'];
  headers['x-forwarded-host'] = incoming.headers.host;
  headers['x-forwarded-proto'] = 'http';
  headers['x-forwarded-for'] = incoming.socket.remoteAddress;
  return headers;
}

function towardsBrowser(given: IncomingHttpHeaders, adminOrigin: string, page: boolean): IncomingHttpHeaders {
  const headers = without(given, HOP_BY_HOP);
  if (page) delete headers['content-length'];
  const policy = given['content-security-policy'];
  if (typeof policy === 'string')
    headers['content-security-policy'] = policy.replace(
      /frame-ancestors /,
      `frame-ancestors ${adminOrigin} `,
    );
  return headers;
}

function without(headers: IncomingHttpHeaders, names: string[]): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

/** Replaces a text in a stream, also where two chunks divide it. */
export function replacing(text: string, by: string): Transform {
  let rest = '';
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const whole = (rest + chunk.toString('latin1')).replaceAll(text, by);
      const keep = [...Array(text.length - 1).keys()]
        .map((n) => text.length - 1 - n)
        .find((n) => whole.endsWith(text.slice(0, n)));
      rest = keep ? whole.slice(-keep) : '';
      done(null, Buffer.from(keep ? whole.slice(0, -keep) : whole, 'latin1'));
    },
    flush(done) {
      done(null, Buffer.from(rest, 'latin1'));
    },
  });
}

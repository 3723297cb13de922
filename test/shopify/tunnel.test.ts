import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenOn, type Listening } from './listening.ts';
import { replacing, startTunnel } from './tunnel.ts';

const PAGE =
  '<html><script src="https://cdn.shopify.com/shopifycloud/app-bridge.js"></script><p>Größe</p></html>';

let app: Listening;
let tunnel: Listening;
let seen: { headers: IncomingHttpHeaders; body: Buffer };

beforeAll(async () => {
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      seen = { headers: request.headers, body };
      if (request.url !== '/page') return response.writeHead(202, { 'x-own': 'yes' }).end(body);
      return response
        .writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'content-length': Buffer.byteLength(PAGE),
          'content-security-policy': 'frame-ancestors https://shop.test;',
        })
        .end(PAGE);
    });
  });
  app = await listenOn(server, 0);
  tunnel = await startTunnel({ port: 0, appUrl: app.url, adminUrl: 'http://127.0.0.1:9' });
});

afterAll(async () => {
  await tunnel.stop();
  await app.stop();
});

describe('the tunnel', () => {
  it('passes a body on byte for byte, and says where it came from', async () => {
    const body = randomBytes(300_000);
    const response = await fetch(`${tunnel.url}/webhooks`, {
      method: 'POST',
      body,
      headers: { 'x-given': 'a' },
    });
    expect(response.status).toBe(202);
    expect(response.headers.get('x-own')).toBe('yes');
    expect(seen.body.equals(body)).toBe(true);
    expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true);
    expect(seen.headers).toMatchObject({
      'x-given': 'a',
      'x-forwarded-host': new URL(tunnel.url).host,
      'x-forwarded-proto': 'http',
    });
  });

  it('gives a page the stand-in for App Bridge and lets the local admin frame it', async () => {
    const response = await fetch(`${tunnel.url}/page`);
    const page = await response.text();
    const [, script = ''] = /src="([^"]+)"/.exec(page) ?? [];
    expect(page).toBe(PAGE.replace('https://cdn.shopify.com/shopifycloud/app-bridge.js', script));
    expect(response.headers.get('content-security-policy')).toBe(
      'frame-ancestors http://127.0.0.1:9 https://shop.test;',
    );
    const stub = await (await fetch(new URL(script, tunnel.url))).text();
    expect(stub).toContain("'http://127.0.0.1:9'");
  });

  it('answers 502 while the app is not there', async () => {
    const closed = await startTunnel({
      port: 0,
      appUrl: 'http://127.0.0.1:1',
      adminUrl: 'http://127.0.0.1:9',
    });
    expect((await fetch(closed.url)).status).toBe(502);
    await closed.stop();
  });
});

describe('replacing in a stream', () => {
  it('finds the text wherever the chunks divide it, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('needle', 'need', 'n', 'ée', 'le')),
        fc.array(fc.integer({ min: 1, max: 5 })),
        async (parts, sizes) => {
          const whole = Buffer.from(parts.join(''));
          const chunks: Buffer[] = [];
          for (let from = 0, turn = 0; from < whole.length; turn += 1) {
            const size = sizes[turn % Math.max(1, sizes.length)] ?? 1;
            chunks.push(whole.subarray(from, from + size));
            from += size;
          }
          const replaced = await text(Readable.from(chunks).pipe(replacing('needle', '-')));
          expect(replaced).toBe(whole.toString().replaceAll('needle', '-'));
        },
      ),
    );
  });
});

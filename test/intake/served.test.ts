import { serve } from '@hono/node-server';
import { once } from 'node:events';
import type { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { db, type Shop } from '~/db.server';
import { intake } from '~/intake/app';
import { createIntakeServer } from '~/intake/straight';
import { linkToken } from '~/tracking/link-token.server';
import { makeDelivery, signedWebhook, wireEvent } from '#test/support/intake-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

// As app/server.ts mounts it: intake first, the pages behind.
intake.notFound((c) => c.text('a page'));
const server = serve({
  fetch: intake.fetch,
  createServer: createIntakeServer as typeof createServer,
  port: 0,
  hostname: '127.0.0.1',
});
let port = 0;

beforeAll(async () => {
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => server.close());

const at = (path: string) => `http://127.0.0.1:${port}${path}`;

describe('over real HTTP', () => {
  it('a webhook is stored byte for byte', async () => {
    const shop = await makeShop();
    const body = JSON.stringify({ note: 'é🫖'.repeat(50_000) });
    const response = await fetch(at('/webhooks'), signedWebhook(shop.domain, { body }));
    expect([response.status, response.headers.get('X-Sales-Trail')]).toEqual([200, 'stored']);
    const stored = await db.webhookReceipt.findFirstOrThrow({ where: { shopId: shop.id } });
    expect(stored.body === body).toBe(true);
  });

  it('a body that says it is too large is refused before it is sent', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /webhooks HTTP/1.1\r\nHost: app.test\r\nContent-Length: 2097153\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  it('HEAD of a tracked link is answered without a body, and is a machine’s click', async () => {
    const shop = await makeShop();
    const { deliveryId, versionId } = await makeDelivery(shop);
    const path = `/l/${linkToken(shop.id, deliveryId, versionId, 0)}`;
    const response = await fetch(at(path), { method: 'HEAD', redirect: 'manual' });
    expect(response.status).toBe(302);
    const clicks = await db.click.findMany({ where: { shopId: shop.id } });
    expect(clicks).toMatchObject([{ method: 'HEAD', verdict: 'machine', verdictReason: 'head' }]);
  });

  it.each([
    ['in pieces', ['4\r\n{"id\r\n', '4\r\n":1}\r\n', '0\r\n\r\n']],
    ['in one piece', ['8\r\n{"id":1}\r\n0\r\n\r\n']],
  ])('a webhook that does not say its length is stored, sent %s', async (_, pieces) => {
    const shop = await makeShop();
    const socket = connect(port, '127.0.0.1').setNoDelay();
    socket.write(rawHead(signedWebhook(shop.domain, { body: '{"id":1}' }), 'Transfer-Encoding: chunked'));
    for (const piece of pieces) {
      socket.write(piece);
      await new Promise(setImmediate);
    }
    expect(await answersOf(socket, 1)).toEqual(['200 stored']);
    expect(await bodiesOf(shop)).toEqual(['{"id":1}']);
  });

  it('a body of unknown length is refused once it is too large', async () => {
    const shop = await makeShop();
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(rawHead(signedWebhook(shop.domain), 'Transfer-Encoding: chunked'));
    const piece = Buffer.alloc(64 * 1024, 'x');
    for (let sent = 0; sent < 34; sent += 1) {
      socket.write('10000\r\n');
      socket.write(piece);
      socket.write('\r\n');
    }
    expect(await answersOf(socket, 1)).toEqual(['413 ignored:body_too_large']);
    expect(await bodiesOf(shop)).toEqual([]);
  });

  it('webhooks sent one behind the other on one connection are each stored, whatever the case of their headers', async () => {
    const shop = await makeShop();
    const bodies = ['{"id":1}', '{"id":22}', '{"id":333}'];
    const sent = bodies.map(
      (body, index) =>
        rawHead(signedWebhook(shop.domain, { body }), `Content-Length: ${body.length}`, index === 1) + body,
    );
    const socket = connect(port, '127.0.0.1');
    socket.write(sent.join(''));
    expect(await answersOf(socket, 3)).toEqual(['200 stored', '200 stored', '200 stored']);
    expect((await bodiesOf(shop)).sort()).toEqual(bodies);
  });

  it('a webhook whose connection ends before its body is not stored, and the next one is', async () => {
    const shop = await makeShop();
    const cut = connect(port, '127.0.0.1');
    cut.write(rawHead(signedWebhook(shop.domain, { body: '{"id":1}' }), 'Content-Length: 8') + '{"id');
    await new Promise(setImmediate);
    cut.destroy();
    await once(cut, 'close');
    const response = await fetch(at('/webhooks'), signedWebhook(shop.domain, { body: '{"id":2}' }));
    expect(response.headers.get('X-Sales-Trail')).toBe('stored');
    expect(await bodiesOf(shop)).toEqual(['{"id":2}']);
  });

  it('a look ahead is a machine’s click, whatever the case of its header', async () => {
    const shop = await makeShop();
    const { deliveryId, versionId } = await makeDelivery(shop);
    const socket = connect(port, '127.0.0.1');
    const path = `/l/${linkToken(shop.id, deliveryId, versionId, 0)}`;
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: app.test\r\nuser-agent: Mozilla\r\nSEC-PURPOSE: prefetch\r\n\r\n`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 302 /);
    expect(await db.click.findMany({ where: { shopId: shop.id } })).toMatchObject([
      { verdict: 'machine', verdictReason: 'prefetch', userAgent: 'Mozilla' },
    ]);
  });

  it.each([
    ['is stored', (event: object) => JSON.stringify(event), '204 stored'],
    ['that is no JSON is dropped', () => 'no JSON', '204 dropped:not_json'],
    [
      'that is too large is dropped',
      (event: object) => JSON.stringify(event).padEnd(65_537),
      '204 dropped:body_too_large',
    ],
  ])('a pixel event %s, for every origin', async (_, bodyOf, fate) => {
    const shop = await makeShop();
    const body = bodyOf(wireEvent(shop, new Date()));
    const response = await fetch(at('/pixel'), { method: 'POST', body, headers: { Origin: 'null' } });
    expect(`${response.status} ${response.headers.get('X-Sales-Trail')}`).toBe(fate);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    const stored = await db.pixelReceipt.findMany({ where: { shopId: shop.id } });
    expect(stored.map((receipt) => receipt.body)).toEqual(fate === '204 stored' ? [body] : []);
  });

  it('pixel events sent one behind the other on one connection are each stored, also in pieces', async () => {
    const shop = await makeShop();
    const bodies = Array.from({ length: 4 }, () =>
      JSON.stringify(wireEvent(shop, new Date(), { more: 'é🫖' })),
    );
    const sent = Buffer.from(bodies.map(rawPixel).join(''));
    const socket = connect(port, '127.0.0.1').setNoDelay();
    for (let at = 0; at < sent.length; at += 333) {
      socket.write(sent.subarray(at, at + 333));
      await new Promise(setImmediate);
    }
    expect(await answersOf(socket, 4)).toEqual(Array(4).fill('204 stored'));
    const stored = await db.pixelReceipt.findMany({ where: { shopId: shop.id } });
    expect(stored.map(({ body }) => body).sort()).toEqual(bodies.sort());
  });

  it('a pixel event whose connection ends before it is not stored, and the next one is', async () => {
    const shop = await makeShop();
    const [cutOff = '', next = ''] = [1, 2].map(() => JSON.stringify(wireEvent(shop, new Date())));
    const cut = connect(port, '127.0.0.1');
    cut.write(rawPixel(cutOff).slice(0, -1));
    await new Promise(setImmediate);
    cut.destroy();
    await once(cut, 'close');
    const response = await fetch(at('/pixel'), { method: 'POST', body: next });
    expect(response.headers.get('X-Sales-Trail')).toBe('stored');
    const stored = await db.pixelReceipt.findMany({ where: { shopId: shop.id } });
    expect(stored.map(({ body }) => body)).toEqual([next]);
  });

  it.each([
    ['/webhooks', '400 ignored:empty_body'],
    ['/pixel', '204 dropped:not_json'],
  ])('a post to %s without body and without length is answered', async (path, answer) => {
    const socket = connect(port, '127.0.0.1');
    const head = `POST ${path} HTTP/1.1\r\nHost: app.test\r\n\r\n`;
    socket.write(head + head);
    expect(await answersOf(socket, 2)).toEqual([answer, answer]);
  });

  it('a link is answered alike straight and by way of the routes', async () => {
    const shop = await makeShop();
    const { deliveryId, versionId } = await makeDelivery(shop);
    const known = `/l/${linkToken(shop.id, deliveryId, versionId, 0)}`;
    const unknown = `/l/${linkToken(shop.id, deliveryId, 999n, 0)}`;
    const told = async (response: Response) => ({
      status: response.status,
      body: await response.text(),
      headers: [...response.headers].filter(
        ([name]) => !/^(date|connection|keep-alive|content-length)$/.test(name),
      ),
    });
    for (const path of [known, unknown, '/l/nothing', `${known}x`]) {
      for (const method of ['GET', 'HEAD']) {
        const asked = { method, redirect: 'manual' } as const;
        const [straight, routed] = [
          await told(await fetch(at(path), asked)),
          await told(await intake.request(path, asked)),
        ];
        const withoutClick = (answer: typeof straight) =>
          JSON.stringify(answer).replace(/st_click=[\w-]+/, '');
        expect(withoutClick(straight)).toBe(withoutClick(routed));
      }
    }
  });

  it('everything else goes to the pages', async () => {
    for (const path of ['/', '/app', '/webhooks/more', '/l', '/l/a/b']) {
      expect(await (await fetch(at(path))).text()).toBe('a page');
    }
  });
});

/** The head of a request as it goes over the wire. */
function rawHead({ headers }: RequestInit, framing: string, capitals = false): string {
  const lines = (headers as [string, string][]).map(
    ([name, value]) => `${capitals ? name.toUpperCase() : name.toLowerCase()}: ${value}`,
  );
  return ['POST /webhooks HTTP/1.1', 'Host: app.test', framing, ...lines, '', ''].join('\r\n');
}

/** A pixel event as it goes over the wire. */
const rawPixel = (body: string) =>
  `POST /pixel HTTP/1.1\r\nHost: app.test\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** Status and fate of the next answers of a connection, which is closed then. */
async function answersOf(socket: Socket, count: number): Promise<string[]> {
  let read = '';
  const answers = () =>
    [...read.matchAll(/HTTP\/1\.1 (\d+) [^]*?x-sales-trail: ([^\r]+)\r\n/gi)].map(
      ([, status, fate]) => `${status} ${fate}`,
    );
  while (answers().length < count) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    read += chunk.toString();
  }
  socket.destroy();
  return answers();
}

const bodiesOf = async (shop: Shop) =>
  (await db.webhookReceipt.findMany({ where: { shopId: shop.id } })).map(({ body }) => body);

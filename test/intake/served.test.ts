import { serve } from '@hono/node-server';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { intake } from '~/intake/app';
import { linkToken } from '~/tracking/link-token.server';
import { makeDelivery, signedWebhook } from '#test/support/intake-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

// As app/server.ts mounts it: intake first, the pages behind.
intake.notFound((c) => c.text('a page'));
const server = serve({ fetch: intake.fetch, port: 0, hostname: '127.0.0.1' });
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

  it('everything else goes to the pages', async () => {
    for (const path of ['/', '/app', '/webhooks/more', '/l', '/l/a/b']) {
      expect(await (await fetch(at(path))).text()).toBe('a page');
    }
  });
});

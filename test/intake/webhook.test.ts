import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { db, type Shop } from '~/db.server';
import { intake } from '~/intake/app';
import { makeShop } from '#test/support/shop-factory.ts';
import { dropsOf, holdTransaction, signedWebhook, type WebhookParts } from '#test/support/intake-factory.ts';

vi.hoisted(() => {
  process.env.SHOPIFY_API_SECRET_PREVIOUS = 'the-secret-before';
});

const deliver = async (shop: Pick<Shop, 'domain'>, parts?: WebhookParts) =>
  intake.request('/webhooks', signedWebhook(shop.domain, parts));
const fateOf = (response: Response) => response.headers.get('X-Sales-Trail');
const receiptsOf = (shop: Shop) => db.webhookReceipt.findMany({ where: { shopId: shop.id } });
/** Ids of the webhooks that wait to be worked off. */
const waitingOf = async (shop: Shop) =>
  (await receiptsOf(shop))
    .filter(({ state, byBatch }) => byBatch && state === 'pending')
    .map(({ webhookId }) => webhookId);

describe('a signed webhook', () => {
  it('is stored as it came, to be worked off, before it is answered', async () => {
    const shop = await makeShop();
    const body = '{"id":9007199254740993,\n "note":"Größe 🫖 \\u0000"}';
    const response = await deliver(shop, { webhookId: 'w-1', body });
    expect([response.status, fateOf(response)]).toEqual([200, 'stored']);
    const [receipt] = await receiptsOf(shop);
    expect(receipt).toMatchObject({
      webhookId: 'w-1',
      topic: 'orders/create',
      apiVersion: '2026-10',
      triggeredAt: new Date('2026-11-01T10:00:00.123Z'),
      body,
      state: 'pending',
      reason: null,
    });
    expect(await waitingOf(shop)).toEqual(['w-1']);
  });

  it('delivered eight times at once is one receipt', async () => {
    const shop = await makeShop();
    const responses = await Promise.all(Array.from({ length: 8 }, () => deliver(shop, { webhookId: 'w-8' })));
    expect(responses.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(responses.map(fateOf).sort()).toEqual([...Array<string>(7).fill('duplicate'), 'stored']);
    expect(await receiptsOf(shop)).toHaveLength(1);
  });

  it('delivered again later is a duplicate', async () => {
    const shop = await makeShop();
    await deliver(shop, { webhookId: 'again' });
    expect(fateOf(await deliver(shop, { webhookId: 'again', body: '{"id":2}' }))).toBe('duplicate');
    expect((await receiptsOf(shop)).map(({ body }) => body)).toEqual(['{"id":1}']);
  });

  it('of the same id in another shop is another webhook', async () => {
    const [one, other] = [await makeShop(), await makeShop()];
    await deliver(one, { webhookId: 'shared' });
    expect(fateOf(await deliver(other, { webhookId: 'shared' }))).toBe('stored');
  });

  it('may be signed with the secret before a rotation', async () => {
    const shop = await makeShop();
    expect(fateOf(await deliver(shop, { secret: 'the-secret-before' }))).toBe('stored');
  });

  it('finds its shop whatever the case of the domain', async () => {
    const shop = await makeShop();
    const response = await deliver(shop, { headers: { 'X-Shopify-Shop-Domain': shop.domain.toUpperCase() } });
    expect(fateOf(response)).toBe('stored');
  });

  it('shows on the shop as a sign of life', async () => {
    const shop = await makeShop();
    await deliver(shop);
    const { lastWebhookAt } = await db.shop.findUniqueOrThrow({ where: { id: shop.id } });
    expect(lastWebhookAt).toEqual((await receiptsOf(shop))[0]?.receivedAt);
  });

  it('is stored for a shop that uninstalled: its redaction comes later', async () => {
    const shop = await makeShop({ uninstalledAt: new Date('2026-10-01T00:00:00Z') });
    expect(fateOf(await deliver(shop, { topic: 'shop/redact' }))).toBe('stored');
  });
});

describe('a webhook that is not to be trusted', () => {
  it.each([
    ['without a signature', { headers: { 'X-Shopify-Hmac-Sha256': null } }],
    ['signed with another secret', { secret: 'guess' }],
    ['with a signature of another length', { headers: { 'X-Shopify-Hmac-Sha256': 'AAAA' } }],
    ['with a signature that is no ASCII', { headers: { 'X-Shopify-Hmac-Sha256': 'é'.repeat(44) } }],
  ])('%s is answered 401 and not stored', async (_, parts) => {
    const shop = await makeShop();
    const before = await dropsOf('webhook', 'bad_hmac');
    expect((await deliver(shop, parts)).status).toBe(401);
    expect(await receiptsOf(shop)).toEqual([]);
    await vi.waitFor(async () => expect(await dropsOf('webhook', 'bad_hmac')).toBe(before + 1));
  });

  it('whose body was altered by one byte is answered 401', async () => {
    const shop = await makeShop();
    const signed = signedWebhook(shop.domain, { body: '{"total":"1.00"}' });
    const response = await intake.request('/webhooks', { ...signed, body: '{"total":"9.00"}' });
    expect(response.status).toBe(401);
    expect(await receiptsOf(shop)).toEqual([]);
  });

  it.each(['X-Shopify-Topic', 'X-Shopify-Shop-Domain', 'X-Shopify-Webhook-Id'])(
    'without %s is answered 400 and not stored',
    async (name) => {
      const shop = await makeShop();
      expect((await deliver(shop, { headers: { [name]: null } })).status).toBe(400);
      expect(await receiptsOf(shop)).toEqual([]);
    },
  );

  it('with an empty body is answered 400', async () => {
    expect((await deliver(await makeShop(), { body: '' })).status).toBe(400);
  });

  it('of more than 2 MB by its own word is answered 413', async () => {
    const shop = await makeShop();
    const headers = { 'Content-Length': String(2 * 1024 * 1024 + 1) };
    expect((await deliver(shop, { headers })).status).toBe(413);
  });

  it('of more than 2 MB in pieces is answered 413, and the rest is not read', async () => {
    const shop = await makeShop();
    const signed = signedWebhook(shop.domain);
    let pieces = 0;
    const long = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pieces += 1;
        if (pieces < 100) controller.enqueue(new Uint8Array(64 * 1024));
        else controller.close();
      },
    });
    const response = await intake.request('/webhooks', {
      ...signed,
      body: long,
      duplex: 'half',
    });
    expect(response.status).toBe(413);
    expect(pieces).toBeLessThan(40);
  });

  it('of exactly 2 MB is stored', async () => {
    const shop = await makeShop();
    const body = JSON.stringify({ note: 'x'.repeat(2 * 1024 * 1024 - 11) });
    expect(body).toHaveLength(2 * 1024 * 1024);
    expect(fateOf(await deliver(shop, { body }))).toBe('stored');
  });

  it('of an unknown shop is ignored, counted, and leaves no row in any tenant table', async () => {
    const domain = `unknown-${randomUUID()}.myshopify.com`;
    const before = await db.webhookReceipt.count();
    const response = await deliver({ domain });
    expect([response.status, fateOf(response)]).toEqual([200, 'ignored:unknown_shop']);
    await vi.waitFor(async () => expect(await dropsOf('webhook', 'unknown_shop')).toBe(1));
    expect(await db.webhookReceipt.count()).toBe(before);
  });
});

describe('a signed webhook that nobody works on', () => {
  it.each([
    ['products/update', 'unknown_topic'],
    ['orders/partially_fulfilled', 'topic_not_subscribed'],
  ])('of topic %s is recorded as ignored with the reason', async (topic, reason) => {
    const shop = await makeShop();
    const response = await deliver(shop, { topic });
    expect([response.status, fateOf(response)]).toEqual([200, `ignored:${reason}`]);
    expect(await receiptsOf(shop)).toMatchObject([{ topic, state: 'ignored', reason }]);
    expect(await waitingOf(shop)).toEqual([]);
    expect(
      fateOf(await deliver(shop, { topic, webhookId: (await receiptsOf(shop))[0]?.webhookId ?? '' })),
    ).toBe('duplicate');
  });

  it.each([
    ['is not UTF-8', Uint8Array.from([0x7b, 0xff, 0x7d])],
    ['holds a NUL', Uint8Array.from([0x7b, 0x00, 0x7d])],
  ])('because its body %s spoils no other webhook', async (_, body) => {
    const shop = await makeShop();
    const [bad, good] = await Promise.all([deliver(shop, { body }), deliver(shop)]);
    expect([bad.status, fateOf(bad), fateOf(good)]).toEqual([200, 'ignored:not_text', 'stored']);
    expect(await waitingOf(shop)).toHaveLength(1);
  });

  it('because it is not JSON is stored all the same: the job says so', async () => {
    const shop = await makeShop();
    expect(fateOf(await deliver(shop, { body: 'hello' }))).toBe('stored');
  });
});

describe('too many webhooks at once', () => {
  it('are answered 503 beyond what may wait, and every one that was answered 200 is stored', async () => {
    const shop = await makeShop();
    await deliver(shop); // the shop is known from here on
    const lock = await holdTransaction('LOCK TABLE webhook_seen IN EXCLUSIVE MODE');
    const body = JSON.stringify({ note: 'x'.repeat(2 * 1024 * 1024 - 11) });
    const ids = Array.from({ length: 20 }, (_, index) => `big-${index}`);
    const deliveries = ids.map(async (webhookId) => ({
      webhookId,
      response: await deliver(shop, { body, webhookId }),
    }));
    const { webhookId, response } = await Promise.race(deliveries);
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '5']);
    expect(webhookId).toBe('big-16'); // sixteen are 32 MB
    await lock.letGo();
    const answered = await Promise.all(deliveries);
    const stored = new Set((await receiptsOf(shop)).map(({ webhookId }) => webhookId));
    const acknowledged = answered.filter(({ response }) => response.status === 200);
    expect(acknowledged.filter(({ webhookId }) => !stored.has(webhookId))).toEqual([]);
    expect(fateOf(await deliver(shop))).toBe('stored');
  });
});

it('answers 405 to anything but a POST', async () => {
  for (const path of ['/webhooks', '/pixel']) {
    const response = await intake.request(path);
    expect([response.status, response.headers.get('Allow')]).toEqual([405, 'POST']);
  }
});

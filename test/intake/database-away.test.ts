import { Hono } from 'hono';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DatabaseProxy, startDatabaseProxy } from '#test/support/database-proxy.ts';

// The application is imported after its database's address has become the proxy's.
const proxy: DatabaseProxy = await startDatabaseProxy(process.env.DATABASE_URL ?? '');
process.env.DATABASE_URL = proxy.url;
const { closeDatabase, db } = await import('~/db.server');
const { intake: door } = await import('~/intake/app');
const { linkToken, unsubscribeToken } = await import('~/tracking/link-token.server');
const { makeShop } = await import('#test/support/shop-factory.ts');
const factory = await import('#test/support/intake-factory.ts');

// Mounted in another application, as in production.
const intake = new Hono().route('/', door);

let away = false;
const loseDatabase = async () => {
  away = true;
  await proxy.cut();
};
const findDatabase = async () => {
  if (away) await proxy.restore();
  away = false;
};
beforeEach(findDatabase);
afterAll(async () => {
  await findDatabase();
  await closeDatabase();
  await proxy.cut();
});

const deliver = (domain: string, webhookId: string) =>
  intake.request('/webhooks', factory.signedWebhook(domain, { webhookId }));
const post = (event: unknown) => intake.request('/pixel', factory.postedEvent(event));
const open = (token: string) =>
  intake.request(`/l/${token}`, {
    headers: { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/144.0' },
  });
const isBusy = (response: Response) => [response.status, response.headers.get('Retry-After')];
const BUSY = [503, '5'];

describe('while the database is away', () => {
  it('a webhook of a shop that is known is answered 503, and stored once when it comes again', async () => {
    const shop = await makeShop();
    await deliver(shop.domain, 'before');
    await loseDatabase();
    expect(isBusy(await deliver(shop.domain, 'during'))).toEqual(BUSY);
    await findDatabase();
    expect((await deliver(shop.domain, 'during')).headers.get('X-Sales-Trail')).toBe('stored');
    expect((await deliver(shop.domain, 'during')).headers.get('X-Sales-Trail')).toBe('duplicate');
    expect(await db.webhookReceipt.count({ where: { shopId: shop.id } })).toBe(2);
  });

  it('a webhook of a shop that must be looked up is answered 503 too', async () => {
    const shop = await makeShop();
    await loseDatabase();
    expect(isBusy(await deliver(shop.domain, 'first'))).toEqual(BUSY);
    await findDatabase();
    expect((await deliver(shop.domain, 'first')).headers.get('X-Sales-Trail')).toBe('stored');
  });

  it('a webhook that is not signed is still refused', async () => {
    await loseDatabase();
    const request = factory.signedWebhook('any.myshopify.com', { secret: 'guess' });
    expect((await intake.request('/webhooks', request)).status).toBe(401);
  });

  it('a pixel event is answered 503, readable from any origin, known shop or not', async () => {
    const [known, unknown] = [await makeShop(), await makeShop()];
    await post(factory.wireEvent(known, new Date()));
    await loseDatabase();
    for (const shop of [known, unknown]) {
      const response = await post(factory.wireEvent(shop, new Date()));
      expect(isBusy(response)).toEqual(BUSY);
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    }
    await findDatabase();
    expect((await post(factory.wireEvent(unknown, new Date()))).headers.get('X-Sales-Trail')).toBe('stored');
  });

  it('a visitor whose link is known still arrives, without a click id that nobody stored', async () => {
    const shop = await makeShop();
    const { deliveryId, versionId, link } = await factory.makeDelivery(shop);
    const token = linkToken(shop.id, deliveryId, versionId, 0);
    await open(token);
    await loseDatabase();
    const response = await open(token);
    expect([response.status, response.headers.get('Location')]).toEqual([302, link.taggedUrl]);
    await findDatabase();
    expect((await open(token)).headers.get('Location')).toContain('st_click=');
    expect(await db.click.count({ where: { shopId: shop.id } })).toBe(2);
  });

  it('a link that must be looked up is answered 503 in plain text, and a foreign token 404', async () => {
    const shop = await makeShop();
    const { deliveryId, versionId } = await factory.makeDelivery(shop);
    await loseDatabase();
    const response = await open(linkToken(shop.id, deliveryId, versionId, 0));
    expect(isBusy(response)).toEqual(BUSY);
    expect(response.headers.get('Content-Type')).toContain('text/plain');
    expect((await open('AAAAAAAAAAAAAAAAAAAA')).status).toBe(404);
  });

  it('nobody is told that they are unsubscribed', async () => {
    const shop = await makeShop();
    const { deliveryId } = await factory.makeDelivery(shop);
    const path = `/u/${unsubscribeToken(shop.id, deliveryId)}`;
    await loseDatabase();
    expect(isBusy(await intake.request(path))).toEqual(BUSY);
    expect(isBusy(await intake.request(path, { method: 'POST' }))).toEqual(BUSY);
    await findDatabase();
    expect((await intake.request(path, { method: 'POST' })).status).toBe(200);
  });

  it('the health check says so, and says ok again after', async () => {
    expect((await intake.request('/healthz')).status).toBe(200);
    await loseDatabase();
    expect((await intake.request('/healthz')).status).toBe(503);
    await findDatabase();
    const response = await intake.request('/healthz');
    expect([response.status, await response.text()]).toEqual([200, 'ok\n']);
  });

  it('what the doors turn away is counted, and written when it can be', async () => {
    await loseDatabase();
    await post('{');
    await post('{');
    await findDatabase();
    await post('{');
    await vi.waitFor(async () => expect(await factory.dropsOf('pixel', 'not_json')).toBe(3));
  });
});

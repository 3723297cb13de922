import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Scope, SCOPES } from '~/api-keys/api-key';
import { createApiKey, listApiKeys, revokeApiKey } from '~/api-keys/api-key-store.server';
import { api } from '~/api/app';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { createAutomation } from '~/automations/automation-store.server';
import { EMPTY_FLOW } from '~/automations/definition';
import { db, type Shop } from '~/db.server';
import { REPORT_TABLES } from '~/ui/report-tables.server';
import {
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  tags,
} from '#test/support/attribution-factory';
import { fillShop } from '#test/support/random-shop.ts';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory.ts';
import { makeTrackingLink } from '#test/support/tracking-link-factory.ts';

let shop: Shop;
let key: string;
beforeEach(async () => {
  shop = await makeShop();
  key = await makeKey(shop);
});

const makeKey = (of: Shop, scopes: readonly Scope[] = SCOPES, expiresAt: Date | null = null) =>
  createApiKey(of.id, { name: 'Warehouse', scopes, expiresAt }, new Date());

const ask = async (path: string, bearer: string | null = key, method = 'GET') =>
  api.request(path, { method, headers: bearer === null ? {} : { Authorization: `Bearer ${bearer}` } });

type Json = Record<string, unknown>;
interface Page {
  data: (Json & { id: string })[];
  nextCursor: string | null;
}
const read = async <Body = Json>(path: string, bearer = key): Promise<Body> => {
  const answer = await ask(path, bearer);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as Body;
};

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  responses: Record<string, { content: Record<string, { schema: { $ref: string } }> }>;
}
interface Description {
  paths: Record<string, { get: Operation }>;
}
let description: Description;
const ajv = new Ajv2020({ strict: false });
beforeAll(async () => {
  description = (await (await api.request('/openapi.json')).json()) as Description;
  addFormats(ajv);
  ajv.addSchema(description, 'api');
});

/** What of an answer is not as the API's description has it. */
async function notAsDescribed(path: string, asked: string): Promise<unknown> {
  const answer = await ask(asked);
  const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
  const content = description.paths[path]?.get.responses[answer.status]?.content[type];
  if (!content) return `${asked} answers ${answer.status} ${type}, of which nothing is said`;
  const fits = ajv.compile({ $ref: `api${content.schema.$ref}` });
  return fits(await answer.json()) ? [] : fits.errors;
}

/** An order of 50.00 with everything that credits it to a message. */
async function makeCredited(of: Shop, placedAt = new Date('2026-11-20T12:00:00Z')) {
  const at = new Date(placedAt.getTime() - 3_600_000);
  const sent = await makeSentMessage(of, { name: 'Winter mugs', sentAt: at });
  const order = await makeOrder(of, { processedAt: placedAt, valueMinor: 5_000n, customerId: 777_123n });
  await makeCheckout(of, `checkout-${order.id}`, [{ at, utm: tags({ id: sent.version.publicId }) }], {
    completedAt: placedAt,
  });
  await makeJourney(of, order.id, 'absent');
  await attributeOrders(of.id, [order.id], placedAt);
  await rollUpAll(of);
  return { ...sent, order };
}

describe('a key', () => {
  it('opens what its scopes name, and nothing else', async () => {
    const ordersAlone = await makeKey(shop, ['orders']);
    expect((await ask('/orders', ordersAlone)).status).toBe(200);
    for (const path of ['/reports', '/campaigns', '/messages', '/automations', '/links']) {
      const answer = await ask(path, ordersAlone);
      expect([path, answer.status]).toEqual([path, 403]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
  });

  it('opens nothing where it is missing, altered, expired, revoked, or of a shop that has left', async () => {
    const refused = async (bearer: string | null) => {
      const answer = await ask('/orders', bearer);
      return [answer.status, answer.headers.get('www-authenticate')];
    };
    const [, shopPart = '', idPart = '', secret = ''] = /^st_(\w+)_(\w+)_(.+)$/.exec(key) ?? [];
    const altered = (secret.startsWith('A') ? 'B' : 'A') + secret.slice(1);
    const another = await makeShop();
    for (const bearer of [
      null,
      '',
      'st_',
      `st_${shopPart}_${idPart}_${altered}`,
      `st_${another.id.toString(36)}_${idPart}_${secret}`,
      `st_${shopPart}_zzzzzz_${secret}`,
      await makeKey(shop, SCOPES, new Date(Date.now() - 1)),
    ])
      expect([bearer, await refused(bearer)]).toEqual([bearer, [401, 'Bearer']]);

    expect((await ask('/orders')).status).toBe(200);
    await db.shop.update({ where: { id: shop.id }, data: { uninstalledAt: new Date() } });
    expect((await ask('/orders')).status).toBe(401);
    await db.shop.update({ where: { id: shop.id }, data: { uninstalledAt: null } });
    for (const { id } of await listApiKeys(shop.id)) await revokeApiKey(shop.id, id);
    expect((await ask('/orders')).status).toBe(401);
  });

  it('is not kept, but when it was last used is', async () => {
    expect((await listApiKeys(shop.id))[0]?.lastUsedAt).toBeNull();
    await read('/orders');
    const [known] = await listApiKeys(shop.id);
    expect(known?.lastUsedAt).toBeInstanceOf(Date);
    const stored = await db.apiKey.findFirstOrThrow({ where: { shopId: shop.id } });
    expect(Buffer.from(key.split('_').slice(3).join('_'), 'base64url').equals(stored.secretHash)).toBe(false);
    expect(stored.secretHash).toHaveLength(32);
  });

  it('is told to wait once it asks too often, and no other key is', async () => {
    const answers = await Promise.all(Array.from({ length: 90 }, () => ask('/reports')));
    const tooMany = answers.filter(({ status }) => status === 429);
    expect(tooMany.length).toBeGreaterThan(0);
    expect(tooMany[0]?.headers.get('retry-after')).toBe('1');
    expect((await ask('/reports', await makeKey(shop))).status).toBe(200);
  });
});

describe('the answers', () => {
  it('are as the description says, each of them, and so are refusals', async () => {
    const { order } = await makeCredited(shop);
    await makeTrackingLink(shop);
    await createAutomation(shop.id, { name: 'Welcome', flow: EMPTY_FLOW }, new Map(), new Date());
    const asked: Record<string, string[]> = {
      '/orders': ['/orders', '/orders?limit=1', '/orders?bucket=credited&from=2026-11-01&to=2026-11-30'],
      '/orders/{id}': [`/orders/${order.id}`, '/orders/1', '/orders/none'],
      '/credits': ['/credits', '/credits?from=2026-11-02&to=2026-11-01', '/credits?cursor=nonsense'],
      '/reports': ['/reports', '/reports?from=2026-11-01'],
      '/reports/{name}': [...REPORT_TABLES.keys(), 'nothing'].map(
        (name) => `/reports/${name}?from=2026-11-01&to=2026-11-30`,
      ),
      '/campaigns': ['/campaigns'],
      '/messages': ['/messages', '/messages?limit=101'],
      '/automations': ['/automations'],
      '/links': ['/links', '/links?cursor=MQ'],
    };
    expect(Object.keys(asked)).toEqual(Object.keys(description.paths));
    for (const [path, requests] of Object.entries(asked))
      for (const request of requests)
        expect([request, await notAsDescribed(path, request)]).toEqual([request, []]);
    for (const path of ['/orders', '/credits', '/campaigns', '/messages', '/automations', '/links'])
      expect([path, (await read<Page>(path)).data.length]).toEqual([path, path === '/messages' ? 2 : 1]);
  });

  it('are described with their parameters', () => {
    const { parameters, operationId } = description.paths['/orders/{id}']?.get ?? {};
    expect(operationId).toBe('getOrder');
    expect(parameters).toMatchObject([{ name: 'id', in: 'path', required: true }]);
    expect(description.paths['/orders']?.get.parameters.map(({ name }) => name)).toEqual([
      'from',
      'to',
      'bucket',
      'limit',
      'cursor',
    ]);
  });

  it('tell money in minor units, times in UTC, and why an order was credited', async () => {
    const { order, version } = await makeCredited(shop);
    const answer = await read(`/orders/${order.id}`);
    expect(answer).toMatchObject({
      id: String(order.id),
      placedAt: '2026-11-20T12:00:00.000Z',
      value: { amountMinor: 5_000, currency: 'EUR' },
      bucket: 'credited',
      reason: 'last_click',
      credits: [
        {
          messageId: String(version.id),
          model: 'last_click',
          weightPpm: 1_000_000,
          amount: { amountMinor: 5_000, currency: 'EUR' },
        },
      ],
      receipt: { settingsVersion: 1, deciding: { grade: 'pixel_tags' } },
    });
    expect(JSON.stringify(answer)).toContain('Winter mugs');
  });

  it('hold a report’s table as its page does, unknown as null and never as zero', async () => {
    await makeCredited(shop);
    const table = await read<{
      columns: { title: string }[];
      rows: { cells: unknown[] }[];
      total: unknown[];
    }>('/reports/channels?from=2026-11-01&to=2026-11-30');
    const of = (title: string) => table.rows[0]?.cells[table.columns.findIndex((one) => one.title === title)];
    expect(of('Channel')).toBe('Email');
    expect(of('Orders')).toBe(1);
    expect(of('Revenue')).toEqual({ amountMinor: 5_000, currency: 'EUR' });
    expect(table.total).toHaveLength(table.columns.length);
    const moved = await read<typeof table>('/reports/channels?from=2026-11-01&to=2026-11-30&basis=moved');
    expect(
      moved.rows[0]?.cells[table.columns.findIndex(({ title }) => title === 'Average order')],
    ).toBeNull();
    const cohorts = '/reports/cohorts?by=message&range=all&from=2026-11-01&to=2026-11-30';
    expect(await read(cohorts)).toMatchObject({ from: null, to: null, basis: null });
    expect(await read('/reports/upsells?basis=moved')).toMatchObject({ basis: null });
  });

  it('name no customer', async () => {
    const { order, customerId } = await makeCredited(shop);
    const all = await Promise.all(
      ['/orders', `/orders/${order.id}`, '/credits', '/messages', '/campaigns'].map((path) => read(path)),
    );
    const text = JSON.stringify(all);
    for (const personal of ['777123', String(customerId), '@', 'visitor of', 'checkout-'])
      expect(text).not.toContain(personal);
  });

  it('are never of another shop', async () => {
    const other = await makeShop();
    const { order, campaign, version } = await makeCredited(other);
    const { link } = await makeTrackingLink(other);
    expect((await ask(`/orders/${order.id}`)).status).toBe(404);
    for (const path of ['/orders', '/credits', '/campaigns', '/messages', '/automations', '/links'])
      expect([path, (await read<Page>(path)).data]).toEqual([path, []]);
    for (const name of REPORT_TABLES.keys()) {
      const { rows } = await read<{ rows: unknown[] }>(`/reports/${name}?from=2026-11-01&to=2026-11-30`);
      expect([name, rows]).toEqual([name, []]);
    }
    const theirs = await makeKey(other);
    expect((await read<Page>('/campaigns', theirs)).data[0]?.id).toBe(String(campaign.id));
    expect((await read<Page>('/links', theirs)).data[0]?.id).toBe(String(link.id));
    expect((await read<Page>('/messages', theirs)).data.map(({ id }) => id)).toContain(String(version.id));
  });

  it('change nothing: every other method is refused', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
      expect([method, (await ask('/orders', key, method)).status]).toEqual([method, 405]);
    expect((await ask('/nowhere')).status).toBe(404);
  });
});

describe('a list in pages', () => {
  it('has each entry once and in order, however small its pages are', async () => {
    await fillShop(shop, 120, 7, new Date('2026-11-25T12:00:00Z'));
    const orders = await db.order.findMany({
      where: { shopId: shop.id },
      orderBy: [{ processedAt: 'desc' }, { id: 'desc' }],
    });
    await attributeOrders(
      shop.id,
      orders.map(({ id }) => id),
      new Date('2026-11-25T12:00:00Z'),
    );
    const walk = async (path: string, most: number): Promise<Page['data']> => {
      const all: Page['data'] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: Page = await read<Page>(`${path}?limit=${most}${cursor && `&cursor=${cursor}`}`);
        all.push(...page.data);
        cursor = page.nextCursor;
      }
      return all;
    };
    expect((await walk('/orders', 37)).map(({ id }) => id)).toEqual(orders.map(({ id }) => String(id)));
    const credits = await db.credit.findMany({ where: { shopId: shop.id } });
    expect(credits.length).toBeGreaterThan(10);
    const walked = await walk('/credits', 7);
    expect(walked.map(({ orderId, messageId }) => `${String(orderId)} ${String(messageId)}`).sort()).toEqual(
      credits.map(({ orderId, versionId }) => `${orderId} ${versionId}`).sort(),
    );
    expect((await walk('/messages', 3)).map(({ id }) => Number(id))).toEqual(
      (await db.messageVersion.findMany({ where: { shopId: shop.id }, orderBy: { id: 'desc' } })).map(
        ({ id }) => Number(id),
      ),
    );
  });
});

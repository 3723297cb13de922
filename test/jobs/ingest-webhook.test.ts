import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { saveContacts } from '~/contacts/contact-store.server';
import { db, type Shop } from '~/db.server';
import { ingestWebhook } from '~/jobs/ingest-webhook';
import { unscopedStoreWebhooks } from '~/shopify/webhook-store.server';
import { marksOf } from '#test/support/backlog.ts';
import { member } from '#test/support/campaign-factory.ts';
import { makeDelivery } from '#test/support/intake-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';
import { ShopState } from '#test/shopify/shop-state.ts';
import { webhookPayloads } from '#test/shopify/webhook-payloads.ts';

const receivedAt = new Date('2026-11-20T10:00:00.500Z');

/** Stores a webhook as intake does, has it interpreted, and tells what became of it. */
async function ingest(
  shop: Shop,
  topic: string,
  body: unknown,
  some: { triggeredAt?: Date; webhookId?: string } = {},
): Promise<string> {
  const webhookId = some.webhookId ?? randomUUID();
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  await unscopedStoreWebhooks([
    {
      shop: shop.id,
      receivedAt,
      webhookId,
      topic,
      apiVersion: '2026-10',
      triggeredAt: some.triggeredAt ?? receivedAt,
      body: Buffer.from(text),
      ignored: null,
    },
  ]);
  await ingestWebhook({ shopId: shop.id, receivedAt: receivedAt.toISOString(), webhookId });
  const receipt = await db.webhookReceipt.findFirst({ where: { shopId: shop.id, webhookId } });
  return receipt ? `${receipt.state}${receipt.reason ? `:${receipt.reason}` : ''}` : 'gone';
}

const state = new ShopState();
const payloads = webhookPayloads(state);
const lines = [{ variantId: state.products[0]?.variants[0]?.id ?? 0n, quantity: 1 }];
const newOrder = (some: Parameters<ShopState['createOrder']>[0] = { lines }) =>
  state.createOrder({ email: 'ada@customer.test', ...some });
const awaitedJourneys = async (shop: Shop) =>
  (await db.orderJourney.findMany({ where: { shopId: shop.id, dueAt: { not: null } } })).map(
    ({ orderId }) => orderId,
  );

describe('an order webhook', () => {
  it('saves the order and asks for its attribution and its journey', async () => {
    const shop = await makeShop();
    const order = newOrder();
    expect(await ingest(shop, 'orders/create', payloads.order(order))).toBe('done');
    expect(await db.order.findMany({ where: { shopId: shop.id } })).toMatchObject([
      { id: order.id, name: order.name, sourceName: 'web' },
    ]);
    expect(await marksOf(shop.id)).toEqual([order.id]);
    expect(await awaitedJourneys(shop)).toEqual([order.id]);
  });

  it('delivered eight times under other ids asks for one journey', async () => {
    const shop = await makeShop();
    const body = payloads.order(newOrder());
    for (let times = 0; times < 8; times += 1) await ingest(shop, 'orders/updated', body);
    expect(await awaitedJourneys(shop)).toHaveLength(1);
    expect(await db.orderJourney.count({ where: { shopId: shop.id } })).toBe(1);
  });

  it('of another kind than web asks for no journey', async () => {
    const shop = await makeShop();
    await ingest(shop, 'orders/create', payloads.order(newOrder({ lines, sourceName: 'pos' })));
    expect(await marksOf(shop.id)).toHaveLength(1);
    expect(await awaitedJourneys(shop)).toEqual([]);
  });

  it('that was interpreted before is left alone', async () => {
    const shop = await makeShop();
    const order = newOrder();
    const webhookId = randomUUID();
    await ingest(shop, 'orders/create', payloads.order(order), { webhookId });
    await db.order.deleteMany({ where: { shopId: shop.id } });
    await ingestWebhook({ shopId: shop.id, receivedAt: receivedAt.toISOString(), webhookId });
    expect(await db.order.count({ where: { shopId: shop.id } })).toBe(0);
  });

  it.each([
    ['not JSON', '{"id":', 'ignored:not_json'],
    ['of a wrong shape', '{"id":1}', 'ignored:bad_payload'],
  ])('that is %s is kept and ignored', async (_case, body, outcome) => {
    const shop = await makeShop();
    expect(await ingest(shop, 'orders/create', body)).toBe(outcome);
    expect(await db.webhookReceipt.findFirst({ where: { shopId: shop.id } })).toMatchObject({ body });
  });

  it('of a shop that uninstalled the app is ignored', async () => {
    const shop = await makeShop({ uninstalledAt: new Date('2026-11-19T00:00:00Z') });
    expect(await ingest(shop, 'orders/create', payloads.order(newOrder()))).toBe('ignored:uninstalled');
    expect(await db.order.count({ where: { shopId: shop.id } })).toBe(0);
  });
});

describe('a refund webhook', () => {
  it('before its order waits for it, and after it moves its value', async () => {
    const shop = await makeShop();
    const order = newOrder();
    const before = payloads.order(order);
    const refund = state.refundOrder(order, { amountMinor: 150n });
    expect(await ingest(shop, 'refunds/create', payloads.refund(refund, order))).toBe('done');
    expect(await marksOf(shop.id)).toEqual([]);
    await ingest(shop, 'orders/create', before);
    const worth = async () => (await db.order.findFirst({ where: { shopId: shop.id } }))?.valueMinor ?? 0n;
    const lessMoney = await worth();
    const later = state.refundOrder(order, { amountMinor: 50n });
    await ingest(shop, 'refunds/create', payloads.refund(later, order));
    expect(await worth()).toBe(lessMoney - 50n);
    expect(await db.refund.count({ where: { shopId: shop.id } })).toBe(2);
  });
});

describe('a consent webhook', () => {
  const tell = [
    ['customers_email_marketing_consent/update', 'email', payloads.emailConsent],
    ['customers_marketing_consent/update', 'sms', payloads.smsConsent],
    ['customers_whats_app_marketing_consent/update', 'whatsapp', payloads.whatsAppConsent],
  ] as const;
  const person = () => {
    const [found] = state.customers;
    if (!found) throw new Error('the shop has no customer');
    const said = { optInLevel: 'SINGLE_OPT_IN' as const, updatedAt: new Date('2026-11-20T09:00:00Z') };
    return {
      ...found,
      emailMarketing: { ...said, state: 'UNSUBSCRIBED' as const },
      smsMarketing: { ...said, state: 'UNSUBSCRIBED' as const },
      whatsAppMarketing: { ...said, state: 'UNSUBSCRIBED' as const },
    };
  };

  it.each(tell)('%s changes that consent of a contact, and no other', async (topic, channel, payload) => {
    const shop = await makeShop();
    const customer = person();
    await saveContacts(shop.id, [{ ...member(1), shopifyId: customer.id }], new Date());
    expect(await ingest(shop, topic, payload(customer))).toBe('done');
    const all = { emailConsent: 'subscribed', smsConsent: 'subscribed', whatsappConsent: 'subscribed' };
    expect(await db.contact.findFirstOrThrow({ where: { shopId: shop.id } })).toMatchObject({
      ...all,
      [`${channel}Consent`]: 'unsubscribed',
      [`${channel}ConsentAt`]: customer.smsMarketing.updatedAt,
    });
  });

  it('of older words changes nothing, and of a stranger makes no contact', async () => {
    const shop = await makeShop();
    const customer = person();
    expect(await ingest(shop, tell[1][0], payloads.smsConsent(customer))).toBe('ignored:not_a_contact');
    const newer = { ...member(1), shopifyId: customer.id, smsConsentAt: new Date('2026-11-21T09:00:00Z') };
    await saveContacts(shop.id, [newer], new Date());
    await ingest(shop, tell[1][0], payloads.smsConsent(customer));
    expect(await db.contact.findFirstOrThrow({ where: { shopId: shop.id } })).toMatchObject({
      smsConsent: 'subscribed',
    });
  });
});

describe('an uninstall', () => {
  const session = (shop: Shop) => ({
    id: `offline_${shop.domain}`,
    shop: shop.domain,
    state: '',
    accessToken: 'sealed',
    scope: 'read_orders',
  });
  const sessions = (shop: Shop) => db.session.count({ where: { shop: shop.domain } });

  it('marks the shop as gone and forgets its sessions', async () => {
    const shop = await makeShop();
    await db.session.create({ data: session(shop) });
    expect(await ingest(shop, 'app/uninstalled', {})).toBe('done');
    expect(await db.shop.findUnique({ where: { id: shop.id } })).toMatchObject({ uninstalledAt: receivedAt });
    expect(await sessions(shop)).toBe(0);
  });

  it('told late, after the shop came back, changes nothing', async () => {
    const shop = await makeShop({ installedAt: new Date('2026-11-20T09:00:00Z') });
    await db.session.create({ data: session(shop) });
    const triggeredAt = new Date('2026-11-20T08:00:00Z');
    expect(await ingest(shop, 'app/uninstalled', {}, { triggeredAt })).toBe('ignored:installed_again');
    expect(await ingest(shop, 'shop/redact', {}, { triggeredAt })).toBe('ignored:installed_again');
    expect(await db.shop.findUnique({ where: { id: shop.id } })).toMatchObject({ uninstalledAt: null });
    expect(await sessions(shop)).toBe(1);
  });

  it('is followed by erasure of every row of that shop and of no other', async () => {
    const [gone, other] = [await makeShop(), await makeShop()];
    const body = payloads.order(newOrder());
    for (const shop of [gone, other]) {
      await makeDelivery(shop);
      await ingest(shop, 'orders/create', body);
    }
    const before = await rowsOf(other);
    await ingest(gone, 'app/uninstalled', {});
    expect(await ingest(gone, 'shop/redact', {})).toBe('gone');
    expect(await rowsOf(gone)).toEqual({});
    expect(await db.shop.findUnique({ where: { id: gone.id } })).toBeNull();
    expect(await rowsOf(other)).toEqual(before);
  });

  it('that nobody told of is found out before anything is erased', async () => {
    const shop = await makeShop();
    expect(await ingest(shop, 'shop/redact', {})).toBe('gone');
  });
});

describe('granted scopes', () => {
  it('are noted on the session', async () => {
    const shop = await makeShop();
    const id = `offline_${shop.domain}`;
    await db.session.create({
      data: { id, shop: shop.domain, state: '', accessToken: 'sealed', scope: 'read_orders' },
    });
    const scopes = payloads.scopes(['read_orders'], ['read_orders', 'write_pixels'], receivedAt);
    expect(await ingest(shop, 'app/scopes_update', scopes)).toBe('done');
    expect(await db.session.findUnique({ where: { id } })).toMatchObject({
      scope: 'read_orders,write_pixels',
    });
  });
});

describe('a privacy request', () => {
  it('for data is recorded and stays open', async () => {
    const shop = await makeShop();
    const body = { customer: { id: 77, email: 'ada@customer.test' } };
    expect(await ingest(shop, 'customers/data_request', body)).toBe('done');
    expect(await db.privacyRequest.findMany({ where: { shopId: shop.id } })).toMatchObject([
      { kind: 'data_request', shopifyCustomerId: 77n, doneAt: null },
    ]);
  });

  it('to forget empties the contact and the browsers of its clicks, and leaves the clicks', async () => {
    const shop = await makeShop();
    const { deliveryId, versionId, contactId } = await makeDelivery(shop);
    const click = {
      shopId: shop.id,
      versionId,
      linkPosition: 0,
      method: 'GET',
      verdict: 'human',
      userAgent: 'Browser',
    };
    const at = new Date('2026-11-20T09:00:00Z');
    const ours = randomUUID();
    await db.click.create({ data: { ...click, at, id: ours, deliveryId } });
    await db.click.create({ data: { ...click, at, id: randomUUID(), deliveryId: deliveryId + 1_000n } });
    const contact = await db.contact.findFirstOrThrow({ where: { shopId: shop.id, id: contactId } });
    const body = `{"customer":{"id":${contact.shopifyId}}}`;
    expect(await ingest(shop, 'customers/redact', body)).toBe('done');
    expect(await db.contact.findFirst({ where: { shopId: shop.id, id: contactId } })).toMatchObject({
      firstName: null,
      email: null,
      emailConsent: 'redacted',
    });
    const clicks = await db.click.findMany({ where: { shopId: shop.id } });
    expect(clicks.map(({ id, userAgent }) => [id === ours, userAgent]).sort()).toEqual([
      [false, 'Browser'],
      [true, null],
    ]);
    expect(await db.privacyRequest.findFirst({ where: { shopId: shop.id } })).toMatchObject({
      kind: 'customer_redact',
      doneAt: expect.any(Date) as Date,
    });
  });

  it('to forget empties the stored bodies that speak of the customer, and no others', async () => {
    const shop = await makeShop();
    const [ada, bob] = [newOrder(), newOrder({ lines, email: 'bob@customer.test' })];
    for (const order of [ada, bob]) await ingest(shop, 'orders/create', payloads.order(order));
    const person = state.customer(ada.customerId);
    if (!person) throw new Error('an order without a customer');
    await ingest(shop, 'customers/redact', payloads.customerRedact(person));
    const bodies = await db.webhookReceipt.findMany({ where: { shopId: shop.id } });
    expect(bodies.filter(({ body }) => body.includes('ada@customer.test'))).toEqual([]);
    expect(bodies.filter(({ body }) => body.includes('bob@customer.test'))).toHaveLength(1);
    expect(await db.order.count({ where: { shopId: shop.id } })).toBe(2);
  });

  it('to forget leaves nothing of the person anywhere, in whatever came in', async () => {
    const shop = await makeShop();
    const { deliveryId, contactId } = await makeDelivery(shop);
    const where = { shopId: shop.id, id: contactId };
    const { shopifyId } = await db.contact.findFirstOrThrow({ where });
    await db.contact.updateMany({ where, data: { lastName: 'Quillfeather', email: 'q@quillfeather.test' } });
    await db.delivery.updateMany({
      where: { shopId: shop.id, id: deliveryId },
      data: { state: 'failed', reason: '550 no mailbox of Mr Quillfeather' },
    });
    const order = payloads.order(newOrder()) as object;
    const address = 'https://shop.test/?utm_source=news&who=q@quillfeather.test#quillfeather';
    await ingest(shop, 'orders/create', {
      ...order,
      id: 4_711_000_001,
      customer: { id: Number(shopifyId), last_name: 'Quillfeather' },
      landing_site: address,
      referring_site: address,
    });
    const refund = {
      id: 8_150_001,
      order_id: 4_711_000_001,
      note: 'Sorry, Mr Quillfeather',
      transactions: [],
    };
    await ingest(shop, 'refunds/create', refund);
    expect(await tablesThatSay('quillfeather', shop)).toEqual(['contact', 'delivery', 'webhook_receipt']);

    const request = { customer: { id: Number(shopifyId) }, orders_to_redact: [4_711_000_001] };
    await ingest(shop, 'customers/redact', { ...request, note: 'quillfeather' });
    expect(await tablesThatSay('quillfeather', shop)).toEqual([]);
    expect(await db.order.findMany({ where: { shopId: shop.id } })).toMatchObject([
      { landingSite: 'https://shop.test/?utm_source=news', referringSite: 'https://shop.test/' },
    ]);
  });

  it('for somebody whom Shopify knows by no id is recorded', async () => {
    const shop = await makeShop();
    expect(await ingest(shop, 'customers/redact', { customer: null })).toBe('done');
    expect(await db.privacyRequest.count({ where: { shopId: shop.id, shopifyCustomerId: null } })).toBe(1);
  });
});

const tenantTables = () => db.$queryRaw<{ name: string }[]>`
  SELECT table_name::text AS name FROM information_schema.columns
  WHERE table_schema = 'public' AND column_name = 'shop_id' ORDER BY 1`;

/** The tables in which a row of the shop holds a word, in any column, in any case. */
async function tablesThatSay(word: string, shop: Shop): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of await tenantTables()) {
    const rows = await db.$queryRawUnsafe<unknown[]>(
      `SELECT 1 FROM "${name}" AS r WHERE shop_id = ${shop.id} AND r::text ILIKE '%${word}%' LIMIT 1`,
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

/** How many rows a shop has, by table, where it has any. */
async function rowsOf(shop: Shop): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of await tenantTables()) {
    const [row] = await db.$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM "${name}" WHERE shop_id = ${shop.id}`,
    );
    if (row?.count) counts[name] = row.count;
  }
  return counts;
}

import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { saveContacts } from '~/contacts/contact-store.server';
import { db, type Shop } from '~/db.server';
import { intake } from '~/intake/app';
import { ingestWebhook } from '~/jobs/ingest-webhook';
import { awaitJourneys, saveJourney } from '~/orders/journey-store.server';
import { unscopedStoreWebhooks } from '~/shopify/webhook-store.server';
import { linkToken } from '~/tracking/link-token.server';
import { save, workOffBacklogs } from '#test/support/backlog';
import { makeDelivery, postedEvent, wireEvent, wireLanding } from '#test/support/intake-factory';
import { orderFacts } from '#test/support/order-facts-factory';
import { makeShop } from '#test/support/shop-factory';

const PERSON = {
  first_name: 'Philomena',
  last_name: 'Quillfeather',
  email: 'p.quillfeather@goose.example',
  phone: '+49 30 5550123',
};
const STREET = 'Gänsekielweg 12';
/** By which the person is searched for; addresses in URLs have their @ written otherwise. */
const WORDS = [...Object.values(PERSON), STREET, 'goose.example', 'quill'];
const ORDER = 6_100_200_300_401n;
const GUEST_ORDER = 6_100_200_300_402n;
const CHECKOUT = 'c0ffee00c0ffee00c0ffee00c0ffee01';

let shop: Shop;
let customerId: bigint;
beforeEach(async () => {
  shop = await makeShop();
});

async function receive(topic: string, body: unknown, webhookId = randomUUID()): Promise<string> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  await unscopedStoreWebhooks([
    {
      shop: shop.id,
      receivedAt: new Date(),
      webhookId,
      topic,
      apiVersion: '2026-10',
      triggeredAt: new Date(),
      body: Buffer.from(text),
      ignored: null,
    },
  ]);
  return webhookId;
}

/** Has the one-by-one topics worked off, as their jobs do. */
async function workOff(webhookId: string): Promise<string> {
  const where = { shopId: shop.id, webhookId };
  const { receivedAt } = await db.webhookReceipt.findFirstOrThrow({ where });
  await ingestWebhook({ shopId: shop.id, receivedAt: receivedAt.toISOString(), webhookId });
  const receipt = await db.webhookReceipt.findFirstOrThrow({ where });
  return `${receipt.state}:${receipt.body}`;
}

const address = () => ({ ...PERSON, address1: STREET, city: 'Berlin' });
const order = (some: object = {}) => ({
  id: Number(ORDER),
  name: '#1001',
  email: PERSON.email,
  phone: PERSON.phone,
  created_at: new Date().toISOString(),
  processed_at: new Date().toISOString(),
  updated_at: new Date().toISOString(),
  currency: 'EUR',
  total_price: '49.90',
  current_total_price: '49.90',
  total_line_items_price: '49.90',
  checkout_token: CHECKOUT,
  source_name: 'web',
  customer: { id: Number(customerId), ...PERSON, default_address: address() },
  billing_address: address(),
  shipping_address: address(),
  landing_site: '/account/philomena-quillfeather?utm_source=p.quillfeather%40goose.example&utm_medium=mail',
  referring_site: 'https://mail.example/philomena',
  ...some,
});

/** Everything that names one person, through the real doors where there is one. */
async function aPerson() {
  const { deliveryId, versionId, contactId } = await makeDelivery(shop, {
    firstName: PERSON.first_name,
    email: PERSON.email,
  });
  const where = { shopId: shop.id, id: contactId };
  await db.contact.updateMany({ where, data: { lastName: PERSON.last_name } });
  customerId = (await db.contact.findFirstOrThrow({ where })).shopifyId;
  await db.delivery.updateMany({
    where: { shopId: shop.id, id: deliveryId },
    data: { reason: `550 no mailbox of ${PERSON.last_name}` },
  });
  const clicked = await intake.request(`/l/${linkToken(shop.id, deliveryId, versionId, 0)}`, {
    headers: { 'User-Agent': `Mozilla/5.0 Firefox/147.0 (${PERSON.last_name})` },
  });
  const click = new URL(clicked.headers.get('Location') ?? '').searchParams.get('st_click');
  const now = new Date();
  const pixelEvent = wireEvent(shop, now, {
    at: now.toISOString(),
    checkout: { token: CHECKOUT, order: String(ORDER) },
    landings: [
      wireLanding(now, { click, path: '/account/philomena-quillfeather' }),
      wireLanding(now, {
        at: new Date(now.getTime() - 1_200_000).toISOString(),
        path: '/quillfeather',
        source: PERSON.email,
        campaign: 'geese',
        ref: 'https://mail.example/quillfeather',
      }),
    ],
  });
  expect((await intake.request('/pixel', postedEvent(pixelEvent))).status).toBeLessThan(300);
  await receive('orders/create', order());
  await receive('orders/create', order({ id: Number(GUEST_ORDER), customer: null, checkout_token: null }));
  await receive('refunds/create', {
    id: 8_150_001,
    order_id: Number(ORDER),
    note: `Sorry, ${PERSON.last_name}`,
    transactions: [{ kind: 'refund', status: 'success', amount: '9.90', currency: 'EUR' }],
  });
  await workOff(await receive('customers/data_request', { customer: { id: Number(customerId), ...PERSON } }));
  await workOffBacklogs();
  await saveJourney(shop.id, ORDER, { state: 'ready', visits: [visit()], dueAt: null }, now);
  await receive('orders/updated', order());
  await workOffBacklogs();
  return { pixelEvent };
}

const visit = () => ({
  at: new Date(Date.now() - 1_300_000).toISOString(),
  landingPage: '/pages/quillfeather?utm_source=p.quillfeather%40goose.example',
  referrer: 'https://mail.example/quill',
  utm: { source: PERSON.email, medium: 'mail', campaign: null },
});

const redaction = () => ({
  customer: { id: Number(customerId), email: PERSON.email, phone: PERSON.phone },
  orders_to_redact: [Number(ORDER), Number(GUEST_ORDER)],
});

/** Every table of the database, the queue's own included, in which a row holds a text in any column, in any case. */
async function tablesThatSay(text: string): Promise<string[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    ORDER BY 1`;
  expect(tables.length).toBeGreaterThan(30);
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<unknown[]>(
      `SELECT 1 FROM ${name} AS r WHERE position(lower($1) IN lower(r::text)) > 0 LIMIT 1`,
      text,
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

async function whereverNamed(): Promise<Record<string, string[]>> {
  const found = await Promise.all(WORDS.map(async (word) => [word, await tablesThatSay(word)] as const));
  return Object.fromEntries(found.filter(([, tables]) => tables.length > 0));
}

/** What reports add up. */
async function totals() {
  const own = { where: { shopId: shop.id } };
  const worth = await db.order.aggregate({
    ...own,
    _sum: { valueMinor: true, totalMinor: true },
    _count: true,
  });
  const ledger = await db.ledgerEntry.aggregate({ ...own, _sum: { totalMinor: true }, _count: true });
  const standings = await db.orderStanding.findMany({ ...own, orderBy: { orderId: 'asc' } });
  const credits = await db.credit.findMany({ ...own, orderBy: { orderId: 'asc' } });
  return {
    worth,
    ledger,
    standings: standings.map(({ orderId, bucket, reason }) => [orderId, bucket, reason]),
    credits,
    clicks: await db.click.count(own),
    touches: await db.touch.count(own),
    deliveries: await db.delivery.groupBy({ by: ['state'], ...own, _count: true }),
  };
}

describe('a customer who asks to be forgotten', () => {
  it('is nowhere in the database any more, while every total stays', async () => {
    await aPerson();
    const named = await whereverNamed();
    expect([...new Set(Object.values(named).flat())].sort()).toEqual([
      '"order"',
      'click',
      'contact',
      'delivery',
      'order_course',
      'order_journey',
      'order_touch',
      'touch',
      'webhook_receipt',
    ]);
    const before = await totals();
    expect(before.credits).toMatchObject([{ grade: 'click_id', amountMinor: 4_000n }]);

    expect(await workOff(await receive('customers/redact', redaction()))).toBe('done:');
    expect(await whereverNamed()).toEqual({});
    expect(await tablesThatSay(String(customerId))).toEqual(['"order"', 'contact', 'privacy_request']);
    expect(await totals()).toEqual(before);
  });

  it('does not come back with what arrives late, nor do the orders move to another message', async () => {
    const { pixelEvent } = await aPerson();
    const before = await totals();
    await workOff(await receive('customers/redact', redaction()));

    for (const topic of ['orders/create', 'orders/updated']) await receive(topic, order());
    await receive('orders/create', order({ id: Number(GUEST_ORDER), customer: null, checkout_token: null }));
    await receive('refunds/create', { id: 8_150_001, order_id: Number(ORDER), note: PERSON.last_name });
    await receive('orders/create', `{"id":${ORDER},"email":"${PERSON.email}"}`);
    await receive('orders/create', `not JSON: ${customerId} ${PERSON.email}`);
    await workOffBacklogs();
    await workOff(
      await receive('customers/data_request', { customer: { id: Number(customerId), ...PERSON } }),
    );
    await intake.request('/pixel', postedEvent(pixelEvent));
    const facts = orderFacts({
      id: ORDER,
      customerId,
      landingSite: '/zz/quillfeather',
      updatedAt: new Date(0),
    });
    await save(shop.id, { kind: 'order', facts });
    const member = {
      shopifyId: customerId,
      firstName: PERSON.first_name,
      lastName: PERSON.last_name,
      email: PERSON.email,
      emailConsent: 'subscribed' as const,
      emailConsentAt: new Date(),
      phone: '+49305550123',
      smsConsent: 'subscribed' as const,
      smsConsentAt: new Date(),
      whatsappConsent: 'subscribed' as const,
      whatsappConsentAt: new Date(),
    };
    await saveContacts(shop.id, [member], new Date());
    await workOffBacklogs();
    expect(await whereverNamed()).toEqual({});
    expect(await totals()).toEqual(before);
  });

  it('is left out of an order and a journey that are told for the first time afterwards', async () => {
    customerId = 7_700_000_001n;
    await workOff(await receive('customers/redact', redaction()));
    await receive('orders/create', order());
    await workOffBacklogs();
    await awaitJourneys(shop.id, [ORDER], new Date(), db);
    await saveJourney(shop.id, ORDER, { state: 'ready', visits: [visit()], dueAt: null }, new Date());
    await receive('orders/updated', order());
    await workOffBacklogs();
    expect(await whereverNamed()).toEqual({});
    expect(await db.order.findFirst({ where: { shopId: shop.id } })).toMatchObject({
      landingSite: '/?utm_source=redacted&utm_medium=mail',
      referringSite: 'https://mail.example/',
    });
  });

  it('leaves no body that waited meanwhile, understood or not', async () => {
    const { pixelEvent } = await aPerson();
    const landings = [wireLanding(new Date(), { path: '/quillfeather', campaign: 'late' })];
    const ofCheckout = { ...pixelEvent, checkout: { token: CHECKOUT }, landings };
    const ofOrder = { ...pixelEvent, checkout: { token: 'other', order: String(ORDER) }, landings };
    for (const event of [ofCheckout, ofOrder]) await intake.request('/pixel', postedEvent(event));
    expect(await tablesThatSay('quillfeather')).toContain('pixel_receipt');
    await receive('orders/updated', order());
    await receive('orders/updated', `not JSON: ${customerId} ${PERSON.email}`);
    await workOff(await receive('customers/redact', redaction()));
    expect(Object.values(await whereverNamed()).flat()).toContain('webhook_receipt');
    await workOffBacklogs();
    expect(await whereverNamed()).toEqual({});
  });

  it('is one request, however often the webhook is tried', async () => {
    await aPerson();
    const webhookId = await receive('customers/redact', redaction());
    await workOff(webhookId);
    await db.webhookReceipt.updateMany({
      where: { shopId: shop.id, webhookId },
      data: { state: 'pending', body: JSON.stringify(redaction()) },
    });
    await workOff(webhookId);
    expect(
      await db.privacyRequest.findMany({ where: { shopId: shop.id, kind: 'customer_redact' } }),
    ).toMatchObject([
      { shopifyCustomerId: customerId, orderIds: [ORDER, GUEST_ORDER], doneAt: expect.any(Date) as Date },
    ]);
  });

  it('leaves everybody else as they were', async () => {
    await aPerson();
    const other = await makeDelivery(shop, { firstName: 'Ada', email: 'ada@customer.test' });
    const receipt = await receive(
      'orders/create',
      order({
        id: 9_000_000_001,
        customer: { id: 9_000_000_002 },
        email: null,
        landing_site: '/ada?utm_source=ada',
        checkout_token: 'x',
        billing_address: null,
        shipping_address: null,
        phone: null,
        referring_site: null,
      }),
    );
    await workOffBacklogs();
    await workOff(await receive('customers/redact', redaction()));
    expect(await db.contact.findFirst({ where: { id: other.contactId } })).toMatchObject({
      firstName: 'Ada',
      email: 'ada@customer.test',
    });
    expect(await db.order.findFirst({ where: { shopId: shop.id, id: 9_000_000_001n } })).toMatchObject({
      landingSite: '/ada?utm_source=ada',
    });
    expect((await db.webhookReceipt.findFirst({ where: { webhookId: receipt } }))?.body).not.toBe('');
  });
});

import { columnOf, db, inBatch, Prisma, rowsOf, type Shop, type Sql } from '~/db.server';
import { toUuid, uuidv7 } from '~/lib/ids';
import { seededRandom } from '~/lib/seeded-random';
import { ledgerOf, valueOf } from '~/orders/ledger';
import type { OrderFacts, RefundFacts } from '~/orders/order';
import { clickToken } from '~/tracking/link-token.server';
import { makeSentMessage } from './attribution-factory.ts';
import { orderFacts, refundFacts } from './order-facts-factory.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const PART = 1_000;
const CHANNELS = ['email', 'email', 'email', 'sms', 'whatsapp', 'email', 'sms', 'email'];
const MOST_TOUCHES = 12;

interface Random {
  below(limit: number): number;
  chance(of: number): boolean;
  pick<T>(some: readonly T[]): T;
}

interface Sent {
  versionId: bigint;
  publicId: string;
  utm: { source: string; medium: string; campaign: string };
}

const TABLES = [
  ...(['order', 'refund', 'order_deletion', 'ledger_entry', 'contact', 'delivery', 'click'] as const),
  ...(['checkout', 'touch', 'order_journey'] as const),
];
type Rows = Record<(typeof TABLES)[number], object[]>;

/**
 * Fills a shop with orders of every kind, of the hundred days before `now`, and with everything that may decide them:
 * clicks of people and machines, what the pixel and Shopify saw, other sources, refunds, deletions, subscriptions and
 * their renewals. The same seed gives the same shop. Nothing is decided yet.
 */
export async function fillShop(shop: Shop, count: number, seed: number, now: Date): Promise<void> {
  const next = seededRandom(seed);
  const random: Random = {
    below: (limit) => Math.floor(next() * limit),
    chance: (of) => next() < of,
    pick: (some) => some[Math.floor(next() * some.length)] ?? (some[0] as never),
  };
  const messages = await sendMessages(shop, now);
  for (let first = 1; first <= count; first += PART) {
    const rows = emptyRows();
    for (let number = first; number < first + PART && number <= count; number += 1)
      addOrder(rows, shop, number, messages, random, now);
    await inBatch((tx) => insert(rows, tx));
  }
  // As autovacuum would have by the time that a shop has grown so large.
  await db.$executeRaw`ANALYZE`;
}

async function sendMessages(shop: Shop, now: Date): Promise<Sent[]> {
  const messages: Sent[] = [];
  for (const [index, channel] of CHANNELS.entries()) {
    const sent = await makeSentMessage(shop, {
      name: `Campaign ${index}`,
      channel,
      subject: `Message ${index}`,
      publicId: `random-${index}`,
      utmSource: 'newsletter',
      utmMedium: channel,
      // Two messages of one campaign bear equal tags.
      utmCampaign: `campaign_${Math.floor(index / 2)}`,
      trackSales: index !== 7,
      discountCode: index % 2 ? `code_${index}` : '',
      sentAt: new Date(now.getTime() - (200 - index * 20) * DAY_MS),
    });
    const { id, publicId, utmSource, utmMedium, utmCampaign } = sent.version;
    messages.push({
      versionId: id,
      publicId,
      utm: { source: utmSource, medium: utmMedium, campaign: utmCampaign },
    });
  }
  return messages;
}

/** Adds an order with the customer's contact, deliveries and clicks, and what was seen of them. */
function addOrder(rows: Rows, shop: Shop, number: number, messages: Sent[], random: Random, now: Date): void {
  const own = { shopId: shop.id };
  const placedAt = new Date(Math.floor((now.getTime() - random.below(100 * DAY_MS)) / 1_000) * 1_000);
  const before = (minutes: number) => new Date(placedAt.getTime() - minutes * MINUTE_MS);
  const some = () => before(random.chance(0.5) ? 1 + random.below(2_000) : 1 + random.below(20 * 24 * 60));
  const id = BigInt(5_000_000_000_000 + number);
  const customerId = BigInt(7_000_000_000_000 + number);
  const contactId = BigInt(number + 1_000);
  rows.contact.push({
    ...own,
    id: contactId,
    shopifyId: customerId,
    emailConsent: 'subscribed',
    smsConsent: 'subscribed',
    whatsappConsent: 'not_subscribed',
    updatedAt: before(0),
  });
  const received = [random.pick(messages), random.pick(messages)].filter(
    (message, index, both) => both.indexOf(message) === index,
  );
  const clicks = received.flatMap(({ versionId }, index) => {
    const deliveryId = BigInt(number * 2 + index + 1_000);
    const queuedAt = before(40 * 24 * 60);
    rows.delivery.push({
      ...own,
      id: deliveryId,
      versionId,
      contactId,
      channel: 'email',
      state: 'sent',
      attempts: 1,
      replies: 0,
      queuedAt,
      sentAt: queuedAt,
    });
    return Array.from({ length: random.below(3) }, () => {
      const at = some();
      const machine = random.chance(0.2);
      const click = { at, id: uuidv7(at, bytes(random)) };
      rows.click.push({
        ...own,
        ...click,
        deliveryId,
        versionId,
        linkPosition: 0,
        method: 'GET',
        verdict: machine ? 'machine' : 'human',
        verdictReason: machine ? random.pick(['bot_agent', 'link_burst', 'too_soon']) : null,
      });
      return click;
    });
  });
  const order = someOrder(number, placedAt, { id, customerId }, random, {
    landingSite: random.chance(0.3) ? `/?${new URLSearchParams(tagsOf(random.pick(messages)))}` : null,
    cartClickToken: clicks[0] && random.chance(0.2) ? clickToken(shop.id, clicks[0].id) : null,
  });
  addMoney(rows, shop, order, random);
  if (random.chance(0.6)) {
    const token = order.checkoutToken ?? `checkout-of-${number}`;
    const visitor = `visitor-${number}`;
    rows.checkout.push({
      ...own,
      token,
      visitor,
      orderId: id,
      completedAt: placedAt,
      receivedAt: before(-1),
    });
    const landings = Array.from({ length: 1 + random.below(MOST_TOUCHES) }, () => ({
      ...own,
      at: some(),
      id: toUuid(bytes(random, 16)),
      visitor,
      seenBy: 'pixel',
      path: '/products/mug',
      ...originOf(clicks, messages, random),
    }));
    rows.touch.push(...landings);
  }
  const visits = Array.from({ length: random.below(3) }, () => ({
    at: some().toISOString(),
    landingPage: 'https://shop.test/',
    referrer: random.chance(0.3) ? 'https://www.google.com/search' : null,
    utm: random.chance(0.4) ? random.pick(messages).utm : null,
  }));
  const state = random.pick(['ready', 'ready', 'ready', 'absent', 'expired', 'waiting']);
  rows.order_journey.push({ ...own, orderId: id, state, visits: state === 'ready' ? visits : [], polls: 1 });
  if (order.sellingPlan && order.checkoutToken) addRenewals(rows, shop, order, number, random);
}

/** What the customer of a subscription's first order went on to get, without a checkout. */
function addRenewals(rows: Rows, shop: Shop, first: OrderFacts, number: number, random: Random): void {
  for (let month = 1; month <= 2; month += 1) {
    const processedAt = new Date(first.processedAt.getTime() + month * 7 * DAY_MS);
    // The numbers of some renewals come before those of their first orders.
    const id = BigInt((month === 1 ? 6_000_000_000_000 : 4_000_000_000_000) + number);
    const order = {
      ...first,
      id,
      name: `#${number}-${month}`,
      createdAt: processedAt,
      processedAt,
      updatedAt: processedAt,
      checkoutToken: null,
      landingSite: null,
      cartClickToken: null,
      sourceName: '1234567',
    };
    addMoney(rows, shop, order, random);
  }
}

function someOrder(
  number: number,
  placedAt: Date,
  own: Pick<OrderFacts, 'id' | 'customerId'>,
  random: Random,
  seen: Pick<OrderFacts, 'landingSite' | 'cartClickToken'>,
): OrderFacts {
  const subscribes = random.chance(0.03);
  const total = random.chance(0.01) ? 0n : BigInt(100 + random.below(5_000_000));
  const tax = total / 6n;
  return orderFacts({
    ...own,
    name: `#${number}`,
    createdAt: placedAt,
    processedAt: placedAt,
    updatedAt: placedAt,
    test: random.chance(0.01),
    sourceName: subscribes
      ? 'web'
      : random.pick(['web', 'web', 'web', 'web', 'web', 'web', 'web', 'web', 'pos', 'shopify_draft_order']),
    sellingPlan: subscribes,
    totalMinor: total,
    grossMinor: total - tax,
    shippingMinor: 0n,
    taxMinor: tax,
    presentmentMinor: total,
    checkoutToken: `checkout-of-${number}`,
    discountCodes: random.chance(0.1) ? `code_${random.below(9)},private-${number}` : null,
    referringSite: random.chance(0.1) ? 'https://www.instagram.com/p/1' : null,
    ...seen,
  });
}

/** The order with its refunds, its deletion and its ledger. */
function addMoney(rows: Rows, shop: Shop, order: OrderFacts, random: Random): void {
  const { refunds: _, ...facts } = order;
  const own = { shopId: shop.id, orderId: order.id };
  const refunds: RefundFacts[] = random.chance(0.1)
    ? [
        refundFacts({
          id: order.id,
          processedAt: new Date(order.processedAt.getTime() + DAY_MS),
          goodsMinor: order.totalMinor / 3n,
          totalMinor: order.totalMinor / 3n,
        }),
      ]
    : [];
  const ledger = ledgerOf(facts, refunds);
  rows.order.push({ ...facts, shopId: shop.id, valueMinor: valueOf(ledger) });
  rows.refund.push(...refunds.map((refund) => ({ ...refund, ...own })));
  rows.ledger_entry.push(...ledger.map((entry) => ({ ...entry, ...own, currency: order.currency })));
  if (random.chance(0.01)) rows.order_deletion.push({ ...own, deletedAt: order.processedAt });
}

/** A landing by one of the signs of a message, or of another source. */
function originOf(clicks: readonly { id: string }[], messages: readonly Sent[], random: Random): object {
  const { publicId, utm } = random.pick(messages);
  const tags = { utmSource: utm.source, utmMedium: utm.medium, utmCampaign: utm.campaign };
  const [click] = clicks;
  return random.pick([
    click ? { clickId: random.pick(clicks).id } : { clickId: toUuid(bytes(random, 16)) },
    { ...tags, utmId: publicId },
    tags,
    { ...tags, utmCampaign: 'elsewhere' },
    { utmSource: 'google', utmMedium: 'cpc', utmCampaign: 'brand', adParam: 'gclid' },
    { referrer: 'https://www.google.com/' },
    { referrer: 'https://www.instagram.com/p/1' },
  ]);
}

const tagsOf = ({ utm, publicId }: Sent): Record<string, string> => ({
  utm_source: utm.source,
  utm_medium: utm.medium,
  utm_campaign: utm.campaign,
  utm_id: publicId,
});

const bytes = (random: Random, length = 10) => Uint8Array.from({ length }, () => random.below(256));

const emptyRows = () => Object.fromEntries(TABLES.map((table) => [table, []])) as unknown as Rows;

/** Columns that are not told have their defaults. */
async function insert(rows: Rows, tx: Sql): Promise<void> {
  for (const [table, some] of Object.entries(rows)) {
    const columns = Prisma.raw([...new Set(some.flatMap(Object.keys))].map(columnOf).join(', '));
    if (some.length > 0)
      await tx.$executeRaw`
        INSERT INTO ${Prisma.raw(`"${table}"`)} (${columns}) SELECT ${columns} FROM ${rowsOf(table, some)}`;
  }
}

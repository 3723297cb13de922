import { randomBytes } from 'node:crypto';
import { db, type Shop } from '~/db.server';
import { uuidv7 } from '~/lib/ids';
import type { JourneyVisit } from '~/orders/journey';
import { saveJourney } from '~/orders/journey-store.server';
import { markOrders } from '~/queue/mark-store.server';
import { unscopedStoreWebhooks } from '~/shopify/webhook-store.server';

import { clickToken } from '~/tracking/link-token.server';
import { receivePixelEvent } from '~/tracking/receive-pixel-event.server';
import { makeSentMessage, type SentMessage } from './attribution-factory.ts';
import { type LandingPlan, type Lived, MESSAGES, type Told } from './random-history.ts';
import { makeShop } from './shop-factory.ts';

const MINUTE_MS = 60_000;
const before = (at: Date, minutes: number) => new Date(at.getTime() - minutes * MINUTE_MS);

/** A shop in which histories happen: it has sent its messages to every customer, and who clicked has clicked. */
export interface HistoryShop {
  shop: Shop;
  messages: SentMessage[];
  /** Stores webhooks as intake does when they come at once. */
  hear(all: readonly Told[]): Promise<void>;
  /** The pixel's event of an order's checkout; nothing where the pixel is blocked. */
  seeCheckout(lived: Lived): Promise<void>;
  /** Shopify's answers to every journey that is awaited now, where it has one. */
  answerJourneys(all: readonly Lived[]): Promise<void>;
  /** All that stands in the shop, in words that two shops share. */
  standing(): Promise<unknown>;
}

const tagsOf = (message: number) => ({
  source: 'newsletter',
  medium: 'email',
  campaign: `campaign_${message}`,
});

const FOREIGN_TAGS = { source: 'partner', medium: 'referral', campaign: 'x' };

/** A shop where the clicks of these lives were made, and nothing else is known yet. */
export async function makeHistoryShop(all: readonly Lived[], now: Date): Promise<HistoryShop> {
  const shop = await makeShop();
  const longAgo = before(now, 400 * 24 * 60);
  const messages: SentMessage[] = [];
  for (let index = 0; index < MESSAGES; index += 1) {
    const { source, medium, campaign } = tagsOf(index);
    messages.push(
      await makeSentMessage(shop, {
        subject: `message ${index}`,
        publicId: `public-${index}`,
        utmSource: source,
        utmMedium: medium,
        utmCampaign: campaign,
        sentAt: longAgo,
      }),
    );
  }
  const clicks = await clickAll(shop, messages, all, now);
  const landingOf = (lived: Lived, plan: LandingPlan) => wireLandingOf(shop, messages, clicks, lived, plan);

  return {
    shop,
    messages,
    hear: async (told) => {
      await unscopedStoreWebhooks(
        told.map(({ topic, body, webhookId, at }) => ({
          shop: shop.id,
          receivedAt: new Date(),
          webhookId,
          topic,
          apiVersion: '2026-10',
          triggeredAt: at,
          body: Buffer.from(body),
          ignored: null,
        })),
      );
    },
    seeCheckout: async (lived) => {
      if (!lived.plan.pixel || lived.plan.sourceName !== 'web') return;
      const event = {
        v: 1,
        account: shop.pixelAccount,
        id: `event-${lived.order.id}`,
        visitor: `visitor-${lived.order.id}`,
        at: lived.placedAt,
        checkout: { token: lived.order.checkoutToken ?? '', order: String(lived.order.id) },
        landings: lived.plan.pixel.map((plan) => landingOf(lived, plan)),
      };
      await receivePixelEvent({ shop: shop.id, receivedAt: now, body: JSON.stringify(event) });
    },
    answerJourneys: (lives) => answerJourneys(shop, lives, now),
    standing: () => standingOf(shop, messages),
  };
}

/** A delivery of each clicked message to each customer who clicked it, and the clicks. @returns click ids by order and place */
async function clickAll(shop: Shop, messages: SentMessage[], all: readonly Lived[], now: Date) {
  const own = { shopId: shop.id };
  const contacts = await db.contact.createManyAndReturn({
    data: all.map(({ customerId: shopifyId }) => ({
      ...own,
      shopifyId,
      emailConsent: 'subscribed',
      updatedAt: now,
    })),
  });
  const contactOf = new Map(contacts.map(({ id, shopifyId }) => [shopifyId, id]));
  const deliveries = await db.delivery.createManyAndReturn({
    data: messages.flatMap(({ version: { id: versionId, frozenAt } }) =>
      contacts.map(({ id: contactId }) => ({
        ...own,
        versionId,
        contactId,
        channel: 'email',
        state: 'sent',
        queuedAt: frozenAt,
        sentAt: frozenAt,
      })),
    ),
  });
  const deliveryOf = new Map(
    deliveries.map(({ id, versionId, contactId }) => [`${versionId}/${contactId}`, id]),
  );
  const clicks = all.flatMap(({ order, plan, customerId, placedAt }) =>
    plan.clicks.map(({ minutesBefore, message, machine }, index) => {
      const at = before(placedAt, minutesBefore);
      const versionId = messages[message]?.version.id ?? 0n;
      return {
        key: `${order.id}/${index}`,
        row: {
          ...own,
          at,
          id: uuidv7(at, randomBytes(10)),
          deliveryId: deliveryOf.get(`${versionId}/${contactOf.get(customerId)}`) ?? 0n,
          versionId,
          linkPosition: 0,
          method: 'GET',
          verdict: machine ? 'machine' : 'human',
        },
      };
    }),
  );
  await db.click.createMany({ data: clicks.map(({ row }) => row) });
  return new Map(clicks.map(({ key, row }) => [key, row.id]));
}

function wireLandingOf(
  shop: Shop,
  messages: SentMessage[],
  clicks: ReadonlyMap<string, string>,
  { order, placedAt }: Lived,
  { by, message, minutesBefore }: LandingPlan,
) {
  const landedAt = before(placedAt, minutesBefore);
  const at = landedAt.toISOString();
  // A click that the shop forgot since, where the customer made none.
  const clickId = clicks.get(`${order.id}/${message}`) ?? uuidv7(landedAt, randomBytes(10));
  if (by === 'click') return { at, path: '/a', click: clickToken(shop.id, clickId) };
  if (by === 'utm_id') return { at, path: '/a', id: messages[message]?.version.publicId };
  if (by === 'tags') return { at, path: '/a', ...tagsOf(message) };
  if (by === 'foreign_tags') return { at, path: '/a', ...FOREIGN_TAGS };
  if (by === 'ad') return { at, path: '/a', ad: 'gclid' };
  return { at, path: '/a', ref: 'https://search.test/' };
}

async function answerJourneys(shop: Shop, lives: readonly Lived[], now: Date): Promise<void> {
  const lifeOf = new Map(lives.map((lived) => [lived.order.id, lived]));
  const awaited = await db.orderJourney.findMany({ where: { shopId: shop.id, state: 'waiting' } });
  await db.$transaction(async (tx) => {
    for (const { orderId } of awaited) {
      const lived = lifeOf.get(orderId);
      if (!lived || lived.plan.journey.state === 'waiting') continue;
      const { state, visits } = lived.plan.journey;
      const told = state === 'ready' ? visits.map((visit) => visitOf(lived, visit)) : [];
      await saveJourney(shop.id, orderId, { state, visits: told, dueAt: null }, now, tx);
      await markOrders(shop.id, [orderId], tx);
    }
  });
}

function visitOf({ placedAt }: Lived, { by, message, minutesBefore }: LandingPlan): JourneyVisit {
  return {
    at: before(placedAt, minutesBefore).toISOString(),
    landingPage: 'https://shop.test/',
    referrer: by === 'referrer' ? 'https://search.test/' : null,
    utm: by === 'tags' ? tagsOf(message) : by === 'foreign_tags' ? FOREIGN_TAGS : null,
  };
}

async function standingOf(shop: Shop, messages: SentMessage[]): Promise<unknown> {
  const own = { where: { shopId: shop.id } };
  const label = new Map(messages.map(({ version }, index) => [version.id, `message ${index}`]));
  const orders = await db.order.findMany({ ...own, orderBy: { id: 'asc' } });
  const refunds = await db.refund.findMany({ ...own, orderBy: [{ orderId: 'asc' }, { id: 'asc' }] });
  const ledger = await db.ledgerEntry.findMany({
    ...own,
    orderBy: [{ orderId: 'asc' }, { at: 'asc' }, { kind: 'asc' }, { ref: 'asc' }],
  });
  const standings = await db.orderStanding.findMany({ ...own, orderBy: { orderId: 'asc' } });
  const credits = await db.credit.findMany({ ...own, orderBy: [{ orderId: 'asc' }, { ordinal: 'asc' }] });
  const touches = await db.orderTouch.findMany({
    ...own,
    orderBy: [{ orderId: 'asc' }, { ordinal: 'asc' }],
  });
  const withoutShop = <T extends { shopId: number }>({ shopId: _, ...row }: T) => row;
  return {
    orders: orders.map(withoutShop),
    refunds: refunds.map(withoutShop),
    ledger: ledger.map(withoutShop),
    standings: standings.map(({ orderId, bucket, reason }) => ({ orderId, bucket, reason })),
    touches: touches.map(({ versionId, shopId: _, ...touch }) => ({
      ...touch,
      message: versionId && (label.get(versionId) ?? 'unknown'),
    })),
    credits: credits.map(({ orderId, versionId, grade, touchAt, weightPpm, amountMinor }) => ({
      orderId,
      message: label.get(versionId) ?? 'unknown',
      grade,
      touchAt,
      weightPpm,
      amountMinor,
    })),
  };
}

import { attributeOrders } from '~/attribution/attribute-orders.server';
import { after, type Scenario, type Stage } from '~/commands/seed/scenario';
import { db, inBatch } from '~/db.server';
import type { JourneyVisit } from '~/orders/journey';
import { awaitJourneys, saveJourney } from '~/orders/journey-store.server';
import { orderKind, type OrderFacts } from '~/orders/order';
import { saveTellings } from '~/orders/order-store.server';
import type { ClickRequest } from '~/tracking/click-score';
import { ingestPixelEvents } from '~/tracking/ingest-pixel-events.server';
import { clickToken } from '~/tracking/link-token.server';
import { type ClickedLink, recordClick } from '~/tracking/record-click.server';

/** A browser as people have it. */
export const BROWSER: ClickRequest = {
  method: 'GET',
  userAgent:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  purposes: [],
};

/** Somebody opens a link. @returns the click's signed id */
export async function click(link: ClickedLink, at: Date, request: ClickRequest = BROWSER): Promise<string> {
  return clickToken(link.shop, await recordClick(link, request, at));
}

/** A landing as the pixel notes it. */
export interface Landing {
  at: Date;
  path?: string;
  ref?: string;
  source?: string;
  medium?: string;
  campaign?: string;
  id?: string;
  click?: string;
  ad?: string;
}

export interface Purchase {
  /** Counts the orders of the catalogue: makes number and name. */
  nth: number;
  at: Date;
  /** What differs from a web order of 100.00 with shipping of 5.00. */
  facts?: Partial<OrderFacts>;
  /** What the pixel saw of the checkout; null where the visitor allowed none. */
  landings?: Landing[] | null;
  /** What Shopify answered of the journey: nothing yet, or the visits, if any. */
  journey?: 'waiting' | JourneyVisit[];
  /** Deleted in Shopify a day later. */
  deleted?: boolean;
}

/** Far from the numbers that Shopify gives. */
const FIRST_ORDER = 9_700_000_000_000n;
const DAY = 24 * 60;

/** Shopify's number of an order of the catalogue. */
export const numberOf = (nth: number): bigint => FIRST_ORDER + BigInt(nth);

const orderName = (nth: number): string => `#SEED-${nth}`;

/** A scenario that makes the order of this number. */
export const orderScenario = (
  nth: number,
  shows: string,
  write: (stage: Stage, nth: number) => Promise<void>,
): Scenario => ({
  name: orderName(nth),
  shows,
  isThere: async ({ shop }) => (await db.order.count({ where: { shopId: shop.id, id: numberOf(nth) } })) > 0,
  write: (stage) => write(stage, nth),
});

/** A purchase as its witnesses tell it: Shopify's order, the pixel, the journey; and what is decided of it. */
export async function buy({ shop, now }: Stage, purchase: Purchase): Promise<void> {
  const { nth, at, landings = null, journey = [], deleted = false } = purchase;
  const facts = { ...webOrder(shop.currency, nth, at), ...purchase.facts };
  const { id } = facts;
  await inBatch((tx) =>
    saveTellings(
      shop.id,
      [
        { kind: 'order', facts },
        ...(deleted ? [{ kind: 'deletion' as const, orderId: id, at: after(at, DAY) }] : []),
      ],
      tx,
    ),
  );
  if (landings) {
    const body = JSON.stringify({
      v: 1,
      account: shop.pixelAccount,
      id: `seed-${nth}`,
      visitor: `seed-visitor-${nth}`,
      at,
      checkout: { token: facts.checkoutToken, order: String(id) },
      landings,
    });
    await db.$transaction((tx) => ingestPixelEvents([{ shop: shop.id, receivedAt: at, body }], tx));
  }
  if (orderKind(facts) === 'web') {
    await db.$transaction(async (tx) => {
      await awaitJourneys(shop.id, [id], after(now, DAY), tx);
      if (journey === 'waiting') return;
      const state = journey.length > 0 ? 'ready' : 'absent';
      await saveJourney(shop.id, id, { state, visits: journey, dueAt: null }, at, tx);
    });
  }
  await attributeOrders(shop.id, [id], now);
}

/** Whole seconds, as Shopify tells times. */
const second = (at: Date) => new Date(Math.floor(at.getTime() / 1_000) * 1_000);

function webOrder(currency: string, nth: number, at: Date): OrderFacts {
  return {
    id: numberOf(nth),
    name: orderName(nth),
    createdAt: second(at),
    processedAt: second(at),
    updatedAt: second(at),
    cancelledAt: null,
    test: false,
    sourceName: 'web',
    financialStatus: 'paid',
    currency,
    presentmentCurrency: currency,
    presentmentMinor: 10_000n,
    totalMinor: 10_000n,
    grossMinor: 9_500n,
    giftCardMinor: 0n,
    discountMinor: 0n,
    shippingMinor: 500n,
    taxMinor: 0n,
    dutyMinor: 0n,
    tipMinor: 0n,
    editMinor: 0n,
    paidByGiftCard: false,
    sellingPlan: null,
    dispute: null,
    customerId: null,
    checkoutToken: `seed-checkout-${nth}`,
    cartToken: `seed-cart-${nth}`,
    landingSite: null,
    referringSite: null,
    cartClickToken: null,
    discountCodes: null,
    refunds: [],
  };
}

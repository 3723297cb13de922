import { db, type Shop } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { ACCESS_LOST_DELAY_MS, type Journey, nextPollAfterMs } from '~/orders/journey';
import {
  dropJourneys,
  type DueJourney,
  postponeJourneys,
  saveJourney,
  unscopedTakeDueJourneys,
} from '~/orders/journey-store.server';
import { savePlanLines } from '~/orders/plan-line-store.server';
import { saveTellings } from '~/orders/order-store.server';
import { markOrders } from '~/queue/mark-store.server';
import { AccessLost, AdminRequestFailed } from '~/shopify/admin-client.server';
import { fetchJourney, JOURNEY_WITHIN_MS } from '~/shopify/fetch-journey.server';
import { findShop } from '~/shopify/shop-store.server';

const AT_ONCE = 5;
/** By then, whoever took a journey has asked for it, or is dead. */
const IN_HAND_MS = JOURNEY_WITHIN_MS + 15_000;

/**
 * Asks Shopify for the journeys that are due of one shop, and puts off those that are not ready: for about a day, then
 * the order is decided without. Where the shop does not let the app in, nothing is counted and it is tried again later,
 * until the app is uninstalled: nobody will say then. One that fails in another way holds up no other, and is due again
 * by itself.
 * @returns how many were due
 */
export async function fetchJourneys(): Promise<number> {
  const now = new Date();
  const againAt = new Date(now.getTime() + IN_HAND_MS);
  const taken = await unscopedTakeDueJourneys(AT_ONCE, now, againAt);
  if (!taken) return 0;
  const { journeys } = taken;
  const shop = await findShop(taken.shop);
  if (!shop) {
    await dropJourneys(taken.shop);
    return journeys.length;
  }
  const asked = await Promise.allSettled(journeys.map((journey) => fetchOne(shop, journey)));
  const failures = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
  if (failures.some((error) => error instanceof AccessLost)) {
    await postponeJourneys(shop.id, againAt, new Date(Date.now() + ACCESS_LOST_DELAY_MS));
  }
  const surprise = failures.find((error) => !(error instanceof AccessLost));
  if (surprise) throw surprise;
  return journeys.length;
}

async function fetchOne(shop: Shop, { orderId, polls }: DueJourney): Promise<void> {
  const found = shop.uninstalledAt ? { state: 'expired' as const } : await ask(shop, orderId);
  const delay = found.state === 'waiting' ? nextPollAfterMs(polls + 1) : undefined;
  const state = found.state === 'waiting' && delay === undefined ? 'expired' : found.state;
  const visits = found.state === 'ready' ? found.visits : [];
  const dueAt = delay === undefined ? null : new Date(Date.now() + delay);
  await db.$transaction(async (tx) => {
    if (found.state !== 'expired' && found.planLines) {
      await saveTellings(shop.id, [{ kind: 'selling_plan', orderId }], tx);
      await savePlanLines(shop.id, orderId, found.planLines, tx);
    }
    await saveJourney(shop.id, orderId, { state, visits, dueAt }, new Date(), tx);
    if (state !== 'waiting') await markOrders(shop.id, [orderId], tx);
  });
}

/** A Shopify that fails is like one that does not know yet. */
async function ask(shop: Shop, orderId: bigint): Promise<Journey> {
  try {
    return await fetchJourney(shop, orderId);
  } catch (error) {
    if (!(error instanceof AdminRequestFailed)) throw error;
    logger.warn({ shop: shop.id, order: String(orderId), reason: error.reason }, 'journey_not_fetched');
    return { state: 'waiting' };
  }
}

import { db } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { ACCESS_LOST_DELAY_MS, type Journey, nextPollAfterMs } from '~/orders/journey';
import { findJourney, saveJourney } from '~/orders/journey-store.server';
import { enqueue } from '~/queue/enqueue.server';
import type { Jobs } from '~/queue/jobs';
import { AccessLost, AdminRequestFailed } from '~/shopify/admin-client.server';
import { fetchJourney as fetchFromShopify } from '~/shopify/fetch-journey.server';
import { findShop } from '~/shopify/shop-store.server';

/**
 * Asks Shopify for an order's journey, and comes back later while it is not ready: for about a day, then the order is
 * decided without. Where the shop does not let the app in, nothing is counted and it is tried again later, until the app
 * is uninstalled: nobody will say then.
 */
export async function fetchJourney(payload: Jobs['fetch-journey']): Promise<void> {
  const { shopId } = payload;
  const orderId = BigInt(payload.orderId);
  const shop = await findShop(shopId);
  const known = await findJourney(shopId, orderId);
  if (!shop || known?.state !== 'waiting') return;

  const key = `journey:${shopId}:${orderId}`;
  const later = (ms: number) => ({ key, runAt: new Date(Date.now() + ms) });
  const found = shop.uninstalledAt
    ? { state: 'expired' as const }
    : await fetchFromShopify(shop, orderId).catch((error: unknown) => answerTo(error, payload));
  if (found === 'access_lost') {
    await enqueue(db, 'fetch-journey', payload, later(ACCESS_LOST_DELAY_MS));
    return;
  }
  const delay = found.state === 'waiting' ? nextPollAfterMs(known.polls + 1) : undefined;
  const state = found.state === 'waiting' && delay === undefined ? 'expired' : found.state;
  const visits = found.state === 'ready' ? found.visits : [];
  await db.$transaction(async (tx) => {
    await saveJourney(shopId, orderId, { state, visits }, new Date(), tx);
    if (delay !== undefined) return enqueue(tx, 'fetch-journey', payload, later(delay));
    await enqueue(tx, 'attribute-order', payload, { key: `attribute:${shopId}:${orderId}` });
  });
}

/** A Shopify that fails is like one that does not know yet. */
function answerTo(error: unknown, payload: Jobs['fetch-journey']): Journey | 'access_lost' {
  if (error instanceof AccessLost) return 'access_lost';
  if (!(error instanceof AdminRequestFailed)) throw error;
  logger.warn({ ...payload, reason: error.reason }, 'journey_not_fetched');
  return { state: 'waiting' };
}

import { inBatch, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { acquitClicks } from '~/tracking/click-store.server';
import {
  currentSettings,
  findStandings,
  replaceStandings,
  reviseStandings,
} from '~/attribution/attribution-store.server';
import type { Bucket } from '~/attribution/bucket';
import { decide } from '~/attribution/decide';
import { acquittedClicks } from '~/attribution/evidence';
import type { Facts } from '~/attribution/facts';
import { findRenewals } from '~/attribution/find-renewals.server';
import { gatherEvidence } from '~/attribution/gather-evidence.server';
import { pathTouches } from '~/attribution/path';
import { receiptOf } from '~/attribution/receipt';
import { isBeyondEvidence, revalue } from '~/attribution/revalue';
import { markWords } from '~/attribution/order-word-store.server';
import { markDays } from '~/queue/day-mark-store.server';
import { markOrders } from '~/queue/mark-store.server';
import { keptSince } from '~/tracking/retention-store.server';

/**
 * Decides buckets and credits of orders from all that is known of them now, and replaces what stood there. The orders
 * are locked from the first read to the last write, so that the last of several calls has seen the newest facts. Orders
 * that the shop does not have are passed over: they ask again when they arrive. Those that were decided before and whose
 * evidence is not all kept any more stand as they were decided, their credits in proportion to what they are worth now.
 * @param along the caller's transaction, where there is one
 */
export async function attributeOrders(
  shop: ShopId,
  orderIds: readonly bigint[],
  now: Date,
  along?: Sql,
): Promise<void> {
  if (!along) return inBatch((tx) => attributeOrders(shop, orderIds, now, tx));
  await along.$executeRaw`
    SELECT 1 FROM "order" WHERE shop_id = ${shop} AND id = ANY (${orderIds}::bigint[]) ORDER BY id FOR UPDATE`;
  const orders = await gatherEvidence(shop, orderIds, along);
  if (orders.length === 0) return;
  const lasting = await lastingStandings(shop, orders, along);
  if (lasting.length > 0) await reviseStandings(shop, lasting, along);
  const settings = await currentSettings(shop, now, along);
  const lasts = new Set(lasting.map(({ orderId }) => orderId));
  const anew = orders.filter(({ order }) => !lasts.has(order.id));
  const standings = anew.map((facts) => {
    const decision = decide(facts, settings);
    return {
      orderId: facts.order.id,
      receipt: receiptOf(facts, settings, decision),
      path: pathTouches(decision.touches, facts.versions),
      credits: decision.credits,
      renewals: decision.renewals,
    };
  });
  await acquitClicks(shop, orders.flatMap(acquittedClicks), along);
  await replaceStandings(shop, standings, settings, now, along);
  await markDays(shop, orders.flatMap(momentsOf), along);
  await markWords(
    shop,
    orders.map(({ order }) => order.id),
    now,
    along,
  );
  const decided = anew.map(({ order }) => order.id);
  const renewals = await findRenewals(shop, decided, along);
  if (renewals.length > 0) await markOrders(shop, renewals, along, true);
  logger.info({ shop, orders: orders.length, ...bucketsOf([...lasting, ...standings]) }, 'attributed');
}

/** The standings of orders that cannot be decided anew. To be asked for after the evidence is read. */
async function lastingStandings(shop: ShopId, orders: readonly Facts[], tx: Sql) {
  const since = await keptSince(shop, tx);
  const old = orders.filter(({ order }) => isBeyondEvidence(order, since));
  if (old.length === 0) return [];
  const ids = old.map(({ order }) => order.id);
  const standings = await findStandings(shop, ids, tx);
  return old.flatMap((facts) => {
    const orderId = facts.order.id;
    const former = standings.get(orderId);
    return former && former.receipt.bucket !== 'pending' ? [{ orderId, ...revalue(former, facts) }] : [];
  });
}

/** When something happened to an order. */
const momentsOf = ({ order, refunds }: Facts): Date[] =>
  [order.placedAt, order.cancelledAt, order.deletedAt, ...refunds.map(({ at }) => at)].filter(
    (at) => at !== null,
  );

function bucketsOf(standings: readonly { receipt: { bucket: Bucket } }[]): Partial<Record<Bucket, number>> {
  const counts: Partial<Record<Bucket, number>> = {};
  for (const { receipt } of standings) counts[receipt.bucket] = (counts[receipt.bucket] ?? 0) + 1;
  return counts;
}

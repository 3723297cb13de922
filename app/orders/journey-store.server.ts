import { db, type Db, type Prisma, rowsOf, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { forgottenOrders } from '~/orders/forgotten-orders.server';
import type { JourneyVisit } from '~/orders/journey';
import { visitWithoutTraces } from '~/orders/traces';

/**
 * Notes that Shopify is to be asked for the journeys of orders, of which it was not asked before.
 * @param dueAt when to ask first
 */
export async function awaitJourneys(
  shop: ShopId,
  orderIds: readonly bigint[],
  dueAt: Date,
  tx: Sql,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO order_journey (shop_id, order_id, state, visits, due_at)
    SELECT ${shop}, id, 'waiting', '[]', ${dueAt} FROM unnest(${orderIds}::bigint[]) AS id
    ON CONFLICT DO NOTHING`;
}

export interface DueJourney {
  orderId: bigint;
  /** How often Shopify was asked. */
  polls: number;
}

/**
 * Journeys of one shop that are due, the latest due first: a fresh order is waited for, an old one among thousands is
 * not. They are put off until `againAt`, when they are due again should whoever took them be killed.
 * @returns undefined where none is due
 */
export async function unscopedTakeDueJourneys(
  most: number,
  now: Date,
  againAt: Date,
): Promise<{ shop: ShopId; journeys: DueJourney[] } | undefined> {
  const rows = await db.$queryRaw<{ shop_id: number; order_id: bigint; polls: number }[]>`
    WITH latest AS (
      SELECT shop_id FROM order_journey WHERE due_at <= ${now} ORDER BY due_at DESC LIMIT 1 FOR UPDATE SKIP LOCKED
    ),
    due AS (
      SELECT shop_id, order_id FROM order_journey
      WHERE shop_id = (SELECT shop_id FROM latest) AND due_at <= ${now}
      ORDER BY due_at DESC LIMIT ${most} FOR UPDATE SKIP LOCKED
    )
    UPDATE order_journey j SET due_at = ${againAt} FROM due
    WHERE j.shop_id = due.shop_id AND j.order_id = due.order_id
    RETURNING j.shop_id, j.order_id, j.polls`;
  const [first] = rows;
  return (
    first && {
      shop: first.shop_id,
      journeys: rows.map((row) => ({ orderId: row.order_id, polls: row.polls })),
    }
  );
}

export interface JourneyFinding {
  state: 'waiting' | 'ready' | 'absent' | 'expired';
  visits: JourneyVisit[];
  /** When to ask again; null once that is over. */
  dueAt: Date | null;
}

/**
 * Saves what Shopify answered and counts the poll. What is final stays. Of a customer who was forgotten, what may name
 * them is left out.
 */
export async function saveJourney(
  shop: ShopId,
  orderId: bigint,
  { state, visits, dueAt }: JourneyFinding,
  now: Date,
  tx: Db = db,
): Promise<void> {
  const order = await tx.order.findUnique({
    where: { shopId_id: { shopId: shop, id: orderId } },
    select: { id: true, customerId: true },
  });
  const forgotten = order !== null && (await forgottenOrders(shop, [order], tx)).has(orderId);
  const kept = forgotten ? visits.map(visitWithoutTraces) : visits;
  await tx.orderJourney.updateMany({
    where: { shopId: shop, orderId, state: 'waiting' },
    data: {
      state,
      visits: kept as unknown as Prisma.InputJsonValue,
      polls: { increment: 1 },
      fetchedAt: now,
      dueAt,
    },
  });
}

/**
 * Puts off asking for the journeys of a shop that are due by a moment, without counting a poll. Those put off before stand
 * as they are: among thousands, each that comes to them would write them all again.
 */
export async function postponeJourneys(shop: ShopId, dueBy: Date, until: Date): Promise<void> {
  await db.orderJourney.updateMany({
    where: { shopId: shop, state: 'waiting', dueAt: { lte: dueBy } },
    data: { dueAt: until },
  });
}

/** Forgets the journeys of a shop that was erased while they were awaited. */
export async function dropJourneys(shop: ShopId): Promise<void> {
  await db.orderJourney.deleteMany({ where: { shopId: shop } });
}

/**
 * Empties a piece of at most so many journeys that Shopify told before a moment per shop; that it told them stays.
 * @returns how many; fewer than `most` where nothing is left
 */
export async function unscopedDropVisits(
  cutoffs: readonly { shop: ShopId; before: Date }[],
  most: number,
): Promise<number> {
  const shops = cutoffs.map(({ shop }) => shop);
  const before = cutoffs.map((cutoff) => cutoff.before.toISOString());
  return db.$executeRaw`
    UPDATE order_journey SET visits = '[]' WHERE (shop_id, order_id) IN (
      SELECT j.shop_id, j.order_id
      FROM unnest(${shops}::int[], ${before}::timestamptz[]) AS t (shop_id, before)
      JOIN order_journey j ON j.shop_id = t.shop_id AND j.fetched_at < t.before AND j.visits <> '[]'
      LIMIT ${most})`;
}

/** Takes out of the visits that led to orders what may name their customer. */
export async function forgetVisits(shop: ShopId, orderIds: readonly bigint[], tx: Db): Promise<void> {
  const journeys = await tx.orderJourney.findMany({
    where: { shopId: shop, orderId: { in: [...orderIds] } },
    select: { orderId: true, visits: true },
  });
  const rows = journeys.map(({ orderId, visits }) => ({
    orderId,
    visits: (visits as unknown as JourneyVisit[]).map(visitWithoutTraces),
  }));
  await tx.$executeRaw`
    UPDATE order_journey j SET visits = r.visits FROM ${rowsOf('order_journey', rows)} AS r
    WHERE j.shop_id = ${shop} AND j.order_id = r.order_id`;
}

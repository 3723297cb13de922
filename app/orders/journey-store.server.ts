import type { Prisma } from '~/db.server';
import { db, type Db, type OrderJourney } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import type { JourneyVisit } from '~/orders/journey';

/**
 * Notes that Shopify is to be asked for an order's journey.
 * @returns false where it was noted before
 */
export async function awaitJourney(shop: ShopId, orderId: bigint, tx: Db): Promise<boolean> {
  const { count } = await tx.orderJourney.createMany({
    data: [{ shopId: shop, orderId, state: 'waiting', visits: [] }],
    skipDuplicates: true,
  });
  return count > 0;
}

export async function findJourney(shop: ShopId, orderId: bigint): Promise<OrderJourney | undefined> {
  return (
    (await db.orderJourney.findUnique({ where: { shopId_orderId: { shopId: shop, orderId } } })) ?? undefined
  );
}

export interface JourneyFinding {
  state: 'waiting' | 'ready' | 'absent' | 'expired';
  visits: JourneyVisit[];
}

/** Saves what Shopify answered and counts the poll. What is final stays. */
export async function saveJourney(
  shop: ShopId,
  orderId: bigint,
  finding: JourneyFinding,
  now: Date,
  tx: Db = db,
): Promise<void> {
  const visits = finding.visits as unknown as Prisma.InputJsonValue;
  await tx.orderJourney.updateMany({
    where: { shopId: shop, orderId, state: 'waiting' },
    data: { state: finding.state, visits, polls: { increment: 1 }, fetchedAt: now },
  });
}

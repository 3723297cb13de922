import { db } from '~/db.server';
import { addFindings, NOTHING_FOUND } from '~/orders/order-difference';
import type { Jobs } from '~/queue/jobs';
import { AccessLost, AdminRequestFailed } from '~/shopify/admin-client.server';
import { orderPage } from '~/shopify/fetch-orders.server';
import { findShop } from '~/shopify/shop-store.server';
import { finishRepair, noteRepair } from '~/shopify/sync-store.server';
import { deleteGoneOrders, repairPage } from '~/shopify/take-orders.server';

/**
 * Compares the orders placed in a period, both ways, and repairs what differs. Where Shopify fails, that is said and the
 * queue tries again.
 */
export async function repairOrders({ shopId, from, to }: Jobs['repair-orders']): Promise<void> {
  const shop = await findShop(shopId);
  if (!shop || shop.uninstalledAt) return;
  const placed = { from: new Date(from), to: new Date(to) };
  let found = NOTHING_FOUND;
  let after: string | undefined;
  const seen = new Set<bigint>();
  try {
    do {
      const page = await orderPage(shop, { placed }, after);
      for (const { id } of page.orders) seen.add(id);
      const before = found;
      const onPage = await repairPage(shop, page.orders, (tx, now) =>
        noteRepair(shopId, addFindings(before, now), tx),
      );
      found = addFindings(before, onPage);
      after = page.next;
    } while (after !== undefined);
    const gone = await deleteGoneOrders(shop, await unseenOrders(shopId, placed, seen), new Date());
    await noteRepair(shopId, { ...found, repaired: found.repaired + gone }, db);
    await finishRepair(shopId, null, new Date());
  } catch (error) {
    if (!(error instanceof AccessLost || error instanceof AdminRequestFailed)) throw error;
    await finishRepair(shopId, error.reason, new Date());
    if (error instanceof AdminRequestFailed) throw error;
  }
}

/** Shopify shows the orders of 60 days; one that is about to leave them is not missed. */
const SHOWN_MS = 60 * 24 * 60 * 60 * 1_000 - 60 * 60 * 1_000;

async function unseenOrders(
  shopId: number,
  { from, to }: { from: Date; to: Date },
  seen: ReadonlySet<bigint>,
): Promise<bigint[]> {
  const ours = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM "order" o
    WHERE shop_id = ${shopId} AND processed_at >= ${from} AND processed_at < ${to}
      AND created_at > ${new Date(Date.now() - SHOWN_MS)}
      AND NOT EXISTS (SELECT 1 FROM order_deletion d WHERE d.shop_id = o.shop_id AND d.order_id = o.id)`;
  return ours.map(({ id }) => id).filter((id) => !seen.has(id));
}

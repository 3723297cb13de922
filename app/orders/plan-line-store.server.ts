import { rowsOf, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { mergedLines, type PlanLine } from '~/orders/plan-line';

/** Writes anew what of an order was bought on selling plans. */
export async function savePlanLines(
  shop: ShopId,
  orderId: bigint,
  lines: readonly PlanLine[],
  tx: Sql,
): Promise<void> {
  await tx.$executeRaw`DELETE FROM plan_line WHERE shop_id = ${shop} AND order_id = ${orderId}`;
  if (lines.length === 0) return;
  const rows = mergedLines(lines).map((line) => ({ shopId: shop, orderId, ...line }));
  await tx.$executeRaw`INSERT INTO plan_line SELECT * FROM ${rowsOf('plan_line', rows)}`;
}

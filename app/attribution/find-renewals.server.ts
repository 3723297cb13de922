import type { Order, Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { orderKind } from '~/orders/order';

type Traits = Pick<Order, 'id' | 'sourceName' | 'sellingPlan' | 'checkoutToken'>;

const isRenewal = (order: Traits) => orderKind(order) === 'subscription_renewal';

/**
 * Renewals of the subscriptions that began with one of these orders: what their customers ordered later without a
 * checkout. Shopify does not tell an app without subscription access which contract a renewal belongs to.
 */
export async function findRenewals(shop: ShopId, orderIds: readonly bigint[], tx: Sql): Promise<bigint[]> {
  const later = await tx.$queryRaw<Traits[]>`
    SELECT r.id, r.source_name AS "sourceName", r.selling_plan AS "sellingPlan", r.checkout_token AS "checkoutToken"
    FROM "order" f JOIN "order" r ON r.shop_id = f.shop_id AND r.customer_id = f.customer_id
      AND r.processed_at > f.processed_at
    WHERE f.shop_id = ${shop} AND f.id = ANY (${orderIds}::bigint[]) AND f.selling_plan
      AND f.checkout_token IS NOT NULL`;
  return later.filter(isRenewal).map(({ id }) => id);
}

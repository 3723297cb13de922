import { Prisma } from '~/db.server';

/** That something was added to an order `o` after its checkout, as its trait `added` says: exchanges are none. */
export const IS_ADDED_TO = Prisma.sql`(o.edit_minor > 0 AND o.cancelled_at IS NULL AND NOT o.test
  AND NOT EXISTS (
    SELECT FROM refund r WHERE r.shop_id = o.shop_id AND r.order_id = o.id
      AND r.goods_minor + r.shipping_minor + r.duty_minor + r.tax_minor > r.total_minor)
  AND NOT EXISTS (SELECT FROM order_deletion d WHERE d.shop_id = o.shop_id AND d.order_id = o.id))`;

import { Prisma } from '~/db.server';

/**
 * The place of the link whose click a credit `c` of an order `o` rests on: null where the order was recognised by
 * something else than a click, or where several links were clicked at that moment and none by its customer.
 */
export const LINK_OF_CREDIT = Prisma.sql`
  SELECT CASE WHEN count(DISTINCT k.link_position) FILTER (WHERE t.shopify_id = o.customer_id) = 1
    THEN min(k.link_position) FILTER (WHERE t.shopify_id = o.customer_id)
    WHEN count(DISTINCT k.link_position) = 1 THEN min(k.link_position) END AS position
  FROM click k
  LEFT JOIN delivery d ON d.shop_id = k.shop_id AND d.id = k.delivery_id
  LEFT JOIN contact t ON t.shop_id = d.shop_id AND t.id = d.contact_id
  WHERE k.shop_id = c.shop_id AND k.version_id = c.version_id AND k.at = c.touch_at`;

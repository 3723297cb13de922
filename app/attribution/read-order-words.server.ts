import { type OrderCredit, orderWord } from '~/attribution/order-word';
import { inBatch, type Shop } from '~/db.server';
import { env } from '~/env.server';
import { forgottenOrders } from '~/orders/forgotten-orders.server';

interface Row extends Pick<OrderCredit, 'orderId' | 'model' | 'settingsVersion'> {
  customerId: bigint | null;
  campaign: string | null;
  automation: string | null;
  link: string | null;
  subject: string;
  channel: string;
  weightPpm: number;
}

/**
 * What orders ought to say in Shopify of who earned them: nothing where nobody did, where the shop does not let it be
 * told, and where the customer asked to be forgotten.
 * @returns by order; an order that is not in it ought to say nothing
 */
export async function readOrderWords(shop: Shop, orderIds: readonly bigint[]): Promise<Map<bigint, string>> {
  return inBatch(async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT c.order_id AS "orderId", o.customer_id AS "customerId", c.model, c.settings_version AS "settingsVersion",
             a.name AS campaign, t.name AS automation, l.name AS link, coalesce(l.name, m.step_name, v.subject) AS subject,
             v.channel, c.weight_ppm AS "weightPpm"
      FROM credit c
      JOIN shopify_sharing h ON h.shop_id = c.shop_id AND h.orders
      JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
      JOIN message_version v ON v.shop_id = c.shop_id AND v.id = c.version_id
      JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
      LEFT JOIN campaign a ON a.shop_id = m.shop_id AND a.id = m.campaign_id
      LEFT JOIN automation t ON t.shop_id = m.shop_id AND t.id = m.automation_id
      LEFT JOIN tracking_link l ON l.shop_id = m.shop_id AND l.id = m.tracking_link_id
      WHERE c.shop_id = ${shop.id} AND c.order_id = ANY (${orderIds}::bigint[])
      ORDER BY c.order_id, c.ordinal`;
    const credited = new Map(rows.map(({ orderId, customerId }) => [orderId, { id: orderId, customerId }]));
    const forgotten = await forgottenOrders(shop.id, [...credited.values()], tx);
    const address = `https://${shop.domain}/admin/apps/${env.SHOPIFY_API_KEY}`;
    return new Map(
      [...credited.keys()]
        .filter((id) => !forgotten.has(id))
        .map((id) => [
          id,
          orderWord(
            creditOf(
              id,
              rows.filter(({ orderId }) => orderId === id),
            ),
            address,
          ),
        ]),
    );
  });
}

function creditOf(orderId: bigint, rows: readonly Row[]): OrderCredit {
  return {
    orderId,
    model: rows[0]?.model ?? '',
    settingsVersion: rows[0]?.settingsVersion ?? 0,
    shares: rows.map(({ campaign, automation, link, subject, channel, weightPpm }) => ({
      kind: campaign !== null ? 'campaign' : automation !== null ? 'automation' : 'tracking_link',
      name: campaign ?? automation ?? link ?? '',
      message: subject,
      channel,
      weightPpm,
    })),
  };
}

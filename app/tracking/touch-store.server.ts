import { db, type Db, rowsOf } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { maskMail, originOf } from '~/lib/traces';
import type { CheckoutFacts, PixelFacts, TouchFacts } from '~/tracking/pixel-pipeline';

/** What one pixel event adds to one shop. */
export interface PixelRow {
  shop: ShopId;
  receivedAt: Date;
  facts: PixelFacts;
}

/**
 * What became of an event: `stored`; `duplicate`, when all of it was there already; `checkout_taken`, when its checkout
 * belongs to another visitor, and nothing of it was stored.
 */
export type PixelFate = 'stored' | 'duplicate' | 'checkout_taken';

type CheckoutRow = CheckoutFacts & { shop: ShopId; receivedAt: Date; nth: number };
type TouchRow = TouchFacts & { shop: ShopId; token: string };

const keyOf = (shop: ShopId, { token, visitor }: { token: string; visitor: string }) =>
  `${shop}/${token}/${visitor}`;

/**
 * Stores events of any shops, and asks for the attribution of each checkout that they change, in one statement. The
 * first visitor of a checkout stays its visitor: an event that names another one changes nothing. Rows go in by the order
 * of their keys, so that two processes never wait for each other in a circle.
 * @returns the fate of each event, in the order given
 */
export async function unscopedStorePixelEvents(
  events: readonly PixelRow[],
  tx: Db = db,
): Promise<PixelFate[]> {
  if (events.length === 0) return [];
  const checkouts = new Map<string, CheckoutRow>();
  const touches = new Map<string, TouchRow>();
  for (const [nth, { shop, receivedAt, facts }] of events.entries()) {
    const key = keyOf(shop, facts.checkout);
    const first = checkouts.get(key) ?? { ...facts.checkout, shop, receivedAt, nth };
    const { orderId } = facts.checkout;
    checkouts.set(key, first.orderId === null ? { ...first, orderId, receivedAt } : first);
    for (const touch of facts.touches) {
      const { token } = facts.checkout;
      touches.set(`${key}/${touch.at.getTime()}/${touch.id}`, { ...touch, shop, token });
    }
  }
  const fates = await store([...checkouts.values()], [...touches.values()], tx);
  return events.map(({ shop, facts }) => fates.get(keyOf(shop, facts.checkout)) ?? 'duplicate');
}

async function store(checkouts: CheckoutRow[], touches: TouchRow[], tx: Db): Promise<Map<string, PixelFate>> {
  const c = <Field extends keyof CheckoutRow>(field: Field) => checkouts.map((row) => row[field]);
  const t = <Field extends keyof TouchRow>(field: Field) => touches.map((row) => row[field]);
  type Row = { shop_id: number; token: string; visitor: string; fate: PixelFate };
  const rows = await tx.$queryRaw<Row[]>`
    WITH told AS (
      SELECT * FROM unnest(
        ${c('nth')}::int[], ${c('shop')}::int[], ${c('token')}::text[], ${c('visitor')}::text[], ${c('orderId')}::bigint[],
        ${c('completedAt')}::timestamptz[], ${c('receivedAt')}::timestamptz[]
      ) AS t (nth, shop_id, token, visitor, order_id, completed_at, received_at)
    ),
    owner AS (
      SELECT DISTINCT ON (shop_id, token) shop_id, token, coalesce(c.visitor, t.visitor) AS visitor
      FROM told t LEFT JOIN checkout c USING (shop_id, token)
      ORDER BY shop_id, token, nth
    ),
    owned AS (
      SELECT told.* FROM told JOIN owner USING (shop_id, token, visitor)
    ),
    new_checkout AS (
      INSERT INTO checkout AS c (shop_id, token, visitor, order_id, completed_at, received_at)
      SELECT shop_id, token, visitor, order_id, completed_at, received_at FROM owned ORDER BY shop_id, token
      ON CONFLICT (shop_id, token) DO UPDATE SET order_id = EXCLUDED.order_id, received_at = EXCLUDED.received_at
        WHERE c.visitor = EXCLUDED.visitor AND c.order_id IS NULL AND EXCLUDED.order_id IS NOT NULL
      RETURNING shop_id, token
    ),
    new_touch AS (
      INSERT INTO touch (shop_id, at, id, visitor, seen_by, click_id, utm_source, utm_medium, utm_campaign, utm_id,
                         ad_param, referrer, path)
      SELECT shop_id, at, id, visitor, 'pixel', click_id, utm_source, utm_medium, utm_campaign, utm_id,
             ad_param, referrer, path
      FROM unnest(
        ${t('shop')}::int[], ${t('token')}::text[], ${t('at')}::timestamptz[], ${t('id')}::uuid[], ${t('visitor')}::text[],
        ${t('clickId')}::uuid[], ${t('utmSource')}::text[], ${t('utmMedium')}::text[], ${t('utmCampaign')}::text[],
        ${t('utmId')}::text[], ${t('adParam')}::text[], ${t('referrer')}::text[], ${t('path')}::text[]
      ) AS t (shop_id, token, at, id, visitor, click_id, utm_source, utm_medium, utm_campaign, utm_id, ad_param, referrer, path)
      JOIN owner USING (shop_id, token, visitor)
      ORDER BY shop_id, at, id
      ON CONFLICT DO NOTHING
      RETURNING shop_id, visitor
    ),
    changed AS (
      SELECT * FROM owned o
      WHERE EXISTS (SELECT FROM new_checkout n WHERE n.shop_id = o.shop_id AND n.token = o.token)
         OR EXISTS (SELECT FROM new_touch n WHERE n.shop_id = o.shop_id AND n.visitor = o.visitor)
    ),
    marked AS (
      INSERT INTO attribution_mark (shop_id, checkout_token) SELECT DISTINCT shop_id, token FROM changed
    )
    SELECT shop_id, token, visitor, 'stored' AS fate FROM changed
    UNION ALL
    SELECT shop_id, token, visitor, 'checkout_taken' FROM told
    WHERE NOT EXISTS (SELECT FROM owner o WHERE (o.shop_id, o.token, o.visitor) = (told.shop_id, told.token, told.visitor))`;
  return new Map(rows.map((row) => [keyOf(row.shop_id, row), row.fate]));
}

/**
 * Takes out of the landings of those who completed the checkouts of orders what may name them. Hosts and tags stay: by
 * them alone it is decided where somebody came from.
 * @returns the ids of the clicks that led to them
 */
export async function forgetTouches(shop: ShopId, orderIds: readonly bigint[], tx: Db): Promise<string[]> {
  const orders = await tx.order.findMany({
    where: { shopId: shop, id: { in: [...orderIds] } },
    select: { checkoutToken: true },
  });
  const checkouts = await tx.checkout.findMany({
    where: {
      shopId: shop,
      OR: [
        { token: { in: orders.flatMap(({ checkoutToken }) => checkoutToken ?? []) } },
        { orderId: { in: [...orderIds] } },
      ],
    },
    select: { visitor: true },
  });
  const touches = await tx.touch.findMany({
    where: { shopId: shop, visitor: { in: checkouts.map(({ visitor }) => visitor) } },
  });
  const masked = (text: string | null) => text && maskMail(text);
  const rows = touches.map(({ at, id, utmSource, utmMedium, utmCampaign, referrer }) => ({
    at,
    id,
    utmSource: masked(utmSource),
    utmMedium: masked(utmMedium),
    utmCampaign: masked(utmCampaign),
    referrer: referrer && originOf(referrer),
  }));
  await tx.$executeRaw`
    UPDATE touch t SET utm_source = r.utm_source, utm_medium = r.utm_medium, utm_campaign = r.utm_campaign,
      referrer = r.referrer, path = NULL
    FROM ${rowsOf('touch', rows)} AS r WHERE t.shop_id = ${shop} AND t.at = r.at AND t.id = r.id`;
  return touches.flatMap(({ clickId }) => clickId ?? []);
}

import { type Order, type OrderJourney, Prisma, type Shop, type Sql } from '~/db.server';
import { timeOfUuid, type ShopId } from '~/lib/ids';
import { LOOK_BACK_MS } from '~/attribution/facts';
import { hostOf } from '~/attribution/source';
import type { TouchFacts } from '~/tracking/pixel-pipeline';

const DAY_MS = 86_400_000;
const ROWS_AT_MOST = 500;

/** From when to when what happened may have to do with an order. */
function spansOf(orders: readonly Pick<Order, 'processedAt'>[]): { since: Date[]; until: Date[] } {
  return {
    since: orders.map(({ processedAt }) => new Date(processedAt.getTime() - LOOK_BACK_MS)),
    until: orders.map(({ processedAt }) => new Date(processedAt.getTime() + DAY_MS)),
  };
}

export type JourneyRow = Pick<OrderJourney, 'orderId' | 'state' | 'visits'>;

/** What Shopify said of how the customers of orders came. */
export function readJourneys(shop: ShopId, orderIds: readonly bigint[], tx: Sql): Promise<JourneyRow[]> {
  return tx.$queryRaw`
    SELECT order_id AS "orderId", state, visits FROM order_journey
    WHERE shop_id = ${shop} AND order_id = ANY (${orderIds}::bigint[])`;
}

/** Host names that are the shop itself. */
export async function readOwnHosts(shop: ShopId, tx: Sql): Promise<string[]> {
  const rows = await tx.$queryRaw<Pick<Shop, 'domain' | 'storefrontUrl'>[]>`
    SELECT domain, storefront_url AS "storefrontUrl" FROM shop WHERE id = ${shop}`;
  return rows.flatMap(({ domain, storefrontUrl }) => [domain, hostOf(storefrontUrl) ?? []].flat());
}

/**
 * The checkouts of orders. A token cannot be guessed and an order's id can: the id joins only where no token does, and
 * then the checkout that named it first, which is the buyer's own.
 */
export function readCheckouts(
  shop: ShopId,
  orders: readonly Order[],
  tx: Sql,
): Promise<{ orderId: bigint; visitor: string; completedAt: Date }[]> {
  return tx.$queryRaw`
    SELECT o.id AS "orderId", c.visitor, c.completed_at AS "completedAt"
    FROM unnest(${orders.map(({ id }) => id)}::bigint[], ${orders.map(({ checkoutToken }) => checkoutToken)}::text[])
      AS o (id, token)
    JOIN checkout c ON c.shop_id = ${shop} AND c.token = o.token
    UNION ALL
    (SELECT DISTINCT ON (c.order_id) c.order_id, c.visitor, c.completed_at FROM checkout c
     WHERE c.shop_id = ${shop}
       AND c.order_id = ANY (${orders.filter((order) => !order.checkoutToken).map(({ id }) => id)}::bigint[])
     ORDER BY c.order_id, c.received_at, c.token)`;
}

/** A landing of a visitor who completed the checkout of an order. */
export type TouchRow = Omit<TouchFacts, 'id' | 'visitor'> & { orderId: bigint };

/** The newest landings of the visitors who completed the checkouts of orders. */
export function readTouches(
  shop: ShopId,
  visits: readonly { order: Order; visitor: string }[],
  tx: Sql,
): Promise<TouchRow[]> {
  if (visits.length === 0) return Promise.resolve([]);
  const { since, until } = spansOf(visits.map(({ order }) => order));
  return tx.$queryRaw`
    SELECT o.id AS "orderId", t.* FROM
      unnest(${visits.map(({ order }) => order.id)}::bigint[], ${visits.map(({ visitor }) => visitor)}::text[],
             ${since}::timestamptz[], ${until}::timestamptz[]) AS o (id, visitor, since, until),
      LATERAL (
        SELECT at, click_id::text AS "clickId", utm_source AS "utmSource", utm_medium AS "utmMedium",
               utm_campaign AS "utmCampaign", utm_id AS "utmId", ad_param AS "adParam", referrer, path
        FROM touch WHERE shop_id = ${shop} AND visitor = o.visitor AND at BETWEEN o.since AND o.until
        ORDER BY at DESC, id LIMIT ${ROWS_AT_MOST}
      ) AS t`;
}

export interface ClickRow {
  id: string;
  at: Date;
  versionId: bigint;
  /** Null where it came through a tracking link. */
  deliveryId: bigint | null;
  verdict: string;
  verdictReason: string | null;
}

const CLICK = Prisma.sql`c.id::text AS id, c.at, c.version_id AS "versionId", c.delivery_id AS "deliveryId", c.verdict,
  c.verdict_reason AS "verdictReason"`;

/** Clicks of the deliveries to the customers of orders, the human ones first. */
export function readContactClicks(
  shop: ShopId,
  orders: readonly Order[],
  tx: Sql,
): Promise<(ClickRow & { orderId: bigint })[]> {
  const known = orders.filter(({ customerId }) => customerId !== null);
  if (known.length === 0) return Promise.resolve([]);
  const { since, until } = spansOf(known);
  return tx.$queryRaw`
    SELECT o.id AS "orderId", c.* FROM
      unnest(${known.map(({ id }) => id)}::bigint[], ${known.map(({ customerId }) => customerId)}::bigint[],
             ${since}::timestamptz[], ${until}::timestamptz[]) AS o (id, customer_id, since, until),
      LATERAL (
        SELECT ${CLICK} FROM (
          SELECT d.id FROM contact k JOIN delivery d ON d.shop_id = k.shop_id AND d.contact_id = k.id
          WHERE k.shop_id = ${shop} AND k.shopify_id = o.customer_id AND d.queued_at <= o.until
          ORDER BY d.id DESC LIMIT ${ROWS_AT_MOST}
        ) AS d JOIN click c ON c.shop_id = ${shop} AND c.delivery_id = d.id AND c.at BETWEEN o.since AND o.until
        ORDER BY c.verdict, c.at DESC, c.id LIMIT ${ROWS_AT_MOST}
      ) AS c`;
}

/** Clicks by id. The ids carry their time, and the database needs to look nowhere else. */
export function readClicks(shop: ShopId, ids: readonly string[], tx: Sql): Promise<ClickRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return tx.$queryRaw`
    SELECT c.* FROM unnest(${ids}::uuid[], ${ids.map(timeOfUuid)}::timestamptz[]) AS named (id, at),
      LATERAL (
        SELECT ${CLICK} FROM click c
        WHERE c.shop_id = ${shop} AND c.at = named.at AND c.id = named.id LIMIT 1
      ) AS c`;
}

export interface VersionRow {
  id: bigint;
  publicId: string;
  trackSales: boolean;
  adopted: boolean;
  frozenAt: Date;
  campaignId: bigint | null;
  campaign: string | null;
  variant: string | null;
  trackingLinkId: bigint | null;
  automationId: bigint | null;
  subject: string;
  channel: string;
  utmSource: string;
  utmMedium: string;
  utmCampaign: string;
  discountCode: string;
}

/** How many versions of equal source and medium are looked at to tell near misses. */
export const ALIKE_AT_MOST = 50;

/** The versions of these ids, public ids and discount codes, and the newest ones of each source and medium; those of equal tags all. */
export function readVersions(
  shop: ShopId,
  named: {
    ids: readonly bigint[];
    publicIds: readonly string[];
    tags: readonly { source: string; medium: string; campaign: string }[];
    codes: readonly string[];
  },
  tx: Sql,
): Promise<VersionRow[]> {
  const { tags } = named;
  const pairs = [...new Map(tags.map((one) => [JSON.stringify([one.source, one.medium]), one])).values()];
  return tx.$queryRaw`
    WITH named AS (
      SELECT id FROM message_version
      WHERE shop_id = ${shop} AND id = ANY (${named.ids}::bigint[])
      UNION
      SELECT id FROM message_version WHERE shop_id = ${shop} AND public_id = ANY (${named.publicIds}::text[])
      UNION
      SELECT id FROM message_version WHERE shop_id = ${shop} AND discount_code = ANY (${named.codes}::text[])
      UNION
      SELECT v.id FROM
        unnest(${tags.map(({ source }) => source)}::text[], ${tags.map(({ medium }) => medium)}::text[],
               ${tags.map(({ campaign }) => campaign)}::text[]) AS t (source, medium, campaign)
        JOIN message_version v ON v.shop_id = ${shop} AND v.utm_source = t.source AND v.utm_medium = t.medium
          AND v.utm_campaign = t.campaign
      UNION
      SELECT v.id FROM
        unnest(${pairs.map(({ source }) => source)}::text[], ${pairs.map(({ medium }) => medium)}::text[])
          AS t (source, medium),
        LATERAL (
          SELECT id FROM message_version
          WHERE shop_id = ${shop} AND utm_source = t.source AND utm_medium = t.medium
          ORDER BY id DESC LIMIT ${ALIKE_AT_MOST}
        ) AS v
    )
    SELECT v.id, v.public_id AS "publicId", v.track_sales AS "trackSales",
           v.adopted_at IS NOT NULL AS adopted, v.frozen_at AS "frozenAt",
           m.campaign_id AS "campaignId", coalesce(p.name, a.name) AS campaign,
           CASE WHEN EXISTS (SELECT FROM message o WHERE o.shop_id = m.shop_id AND o.campaign_id = m.campaign_id AND o.id <> m.id)
             THEN m.variant END AS variant, m.tracking_link_id AS "trackingLinkId", m.automation_id AS "automationId",
           coalesce(l.name, m.step_name, v.subject) AS subject, v.channel, v.utm_source AS "utmSource",
           v.utm_medium AS "utmMedium", v.utm_campaign AS "utmCampaign", v.discount_code AS "discountCode"
    FROM named JOIN message_version v ON v.shop_id = ${shop} AND v.id = named.id
    JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
    LEFT JOIN campaign p ON p.shop_id = m.shop_id AND p.id = m.campaign_id
    LEFT JOIN automation a ON a.shop_id = m.shop_id AND a.id = m.automation_id
    LEFT JOIN tracking_link l ON l.shop_id = m.shop_id AND l.id = m.tracking_link_id`;
}

/** When versions went out to the customers of orders, and when the deliveries did that were clicked. */
export function readSends(
  shop: ShopId,
  orders: readonly Order[],
  versionIds: readonly bigint[],
  clicked: readonly { orderId: bigint; deliveryId: bigint }[],
  tx: Sql,
): Promise<{ orderId: bigint; versionId: bigint; sentAt: Date }[]> {
  if (versionIds.length === 0) return Promise.resolve([]);
  return tx.$queryRaw`
    SELECT o.id AS "orderId", d.version_id AS "versionId", d.sent_at AS "sentAt"
    FROM unnest(${orders.map(({ id }) => id)}::bigint[], ${orders.map(({ customerId }) => customerId)}::bigint[])
      AS o (id, customer_id)
    JOIN contact k ON k.shop_id = ${shop} AND k.shopify_id = o.customer_id
    JOIN delivery d ON d.shop_id = ${shop} AND d.contact_id = k.id
    WHERE d.sent_at IS NOT NULL AND d.version_id = ANY (${versionIds}::bigint[])
    UNION
    SELECT o.id, d.version_id, d.sent_at
    FROM unnest(${clicked.map(({ orderId }) => orderId)}::bigint[],
                ${clicked.map(({ deliveryId }) => deliveryId)}::bigint[]) AS o (id, delivery_id)
    JOIN delivery d ON d.shop_id = ${shop} AND d.id = o.delivery_id
    WHERE d.sent_at IS NOT NULL`;
}

/** A credit of the first order of a renewal's subscription; nothing of a credit where it has none. */
export interface FirstOrderRow {
  /** The renewal. */
  orderId: bigint;
  firstId: bigint;
  name: string;
  versionId: bigint | null;
  touchAt: Date | null;
  grade: string | null;
  weightPpm: number | null;
}

/** The first orders of the subscriptions of renewals: the first on a selling plan that their customer made. */
export function readFirstOrders(shop: ShopId, renewals: readonly Order[], tx: Sql): Promise<FirstOrderRow[]> {
  const known = renewals.filter(({ customerId }) => customerId !== null);
  if (known.length === 0) return Promise.resolve([]);
  return tx.$queryRaw`
    SELECT r.id AS "orderId", f.id AS "firstId", f.name, c.version_id AS "versionId", c.touch_at AS "touchAt", c.grade,
           c.weight_ppm AS "weightPpm"
    FROM unnest(${known.map(({ id }) => id)}::bigint[], ${known.map(({ customerId }) => customerId)}::bigint[],
                ${known.map(({ processedAt }) => processedAt)}::timestamptz[]) AS r (id, customer_id, placed_at)
    CROSS JOIN LATERAL (
      SELECT id, name FROM "order" o
      WHERE o.shop_id = ${shop} AND o.customer_id = r.customer_id AND o.selling_plan AND o.checkout_token IS NOT NULL
        AND o.processed_at < r.placed_at
      ORDER BY o.processed_at, o.id LIMIT 1
    ) AS f
    LEFT JOIN credit c ON c.shop_id = ${shop} AND c.order_id = f.id
    ORDER BY r.id, c.model, c.ordinal`;
}

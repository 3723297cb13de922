import { findSettings } from '~/attribution/attribution-store.server';
import type { Settings } from '~/attribution/facts';
import { creditedValue } from '~/attribution/credit';
import type { TrafficChannel } from '~/attribution/traffic-channel';
import { db, type Order, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import { netOf } from '~/orders/order';
import {
  type Dimension,
  type KeyOf,
  keyOfName,
  ModelComparison,
  OTHER_SOURCES,
  type PathOrder,
  weighable,
  whyStandBack,
} from '~/reports/models-compared/compare';
import { weigh } from '~/reports/models-compared/data-driven.server';
import {
  interpretModels,
  type LeftOut,
  type Measure,
  type ModelsComparedView,
  type RowName,
} from '~/reports/models-compared/interpret';

/** More orders than this a merchant does not wait for. */
const ORDERS_AT_MOST = 100_000;
const AT_ONCE = 5_000;

/**
 * What every model makes of the orders of a period, side by side: from the paths that are stored with them, under the
 * window, scope and value of the settings in force.
 */
export async function modelsCompared(
  shop: Shop,
  period: Period,
  dimension: Dimension,
  measure: Measure,
): Promise<ModelsComparedView> {
  const settings = await findSettings(shop.id, db);
  const leftOut = await countOrders(shop, period);
  const tooMany = leftOut.compared > ORDERS_AT_MOST;
  const names = await rowNames(shop);
  const comparison = new ModelComparison(settings, keysBy(dimension, names));
  if (!tooMany) for await (const order of pathOrders(shop, period, settings)) comparison.add(order);
  const journeys = weighable(comparison.journeys());
  const standBack = whyStandBack(journeys);
  return interpretModels({
    ...{ dimension, measure, period, settings, currency: shop.currency, names, comparison },
    leftOut,
    tooMany,
    standBack: standBack ?? null,
    weighed: standBack === undefined ? await weigh(journeys) : null,
  });
}

function keysBy(dimension: Dimension, names: readonly RowName[]): KeyOf {
  if (dimension === 'channel' || dimension === 'source')
    return (touch) => keyOfName(dimension, touch[dimension]);
  const keys = new Map(names.map((name) => [name.versionId, name[dimension]]));
  return ({ versionId }) => (versionId === null ? OTHER_SOURCES : (keys.get(versionId) ?? OTHER_SOURCES));
}

/** The orders that are decided and may be earned, page by page, in the shop's currency. */
async function* pathOrders(shop: Shop, { from, to }: Period, settings: Settings): AsyncGenerator<PathOrder> {
  let after: bigint | undefined = -1n;
  while (after !== undefined) {
    const rows: PathRow[] = await db.$queryRaw<PathRow[]>`
      SELECT o.id, o.processed_at AS "placedAt", o.value_minor AS "valueMinor", o.total_minor AS "totalMinor",
             o.tax_minor AS "taxMinor", o.duty_minor AS "dutyMinor", o.shipping_minor AS "shippingMinor", t.*
      FROM (
        SELECT o.* FROM "order" o JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
        WHERE o.shop_id = ${shop.id} AND o.processed_at >= ${from} AND o.processed_at < ${to} AND o.id > ${after}
          AND o.currency = ${shop.currency} AND s.bucket IN ('credited', 'no_touch') AND s.reason <> 'subscription_renewal'
        ORDER BY o.id LIMIT ${AT_ONCE}
      ) AS o,
      LATERAL (
        SELECT array_agg(touch_at ORDER BY ordinal) AS times, array_agg(version_id ORDER BY ordinal) AS "versionIds",
               array_agg(source ORDER BY ordinal) AS sources, array_agg(channel ORDER BY ordinal) AS channels
        FROM order_touch WHERE shop_id = ${shop.id} AND order_id = o.id
      ) AS t
      ORDER BY o.id`;
    for (const row of rows) yield pathOrder(row, settings);
    after = rows.length < AT_ONCE ? undefined : rows.at(-1)?.id;
  }
}

/** Without a touch, the lists are null. */
type PathRow = Pick<
  Order,
  'id' | 'valueMinor' | 'totalMinor' | 'taxMinor' | 'dutyMinor' | 'shippingMinor'
> & {
  placedAt: Date;
  times: Date[] | null;
  versionIds: (bigint | null)[] | null;
  sources: string[] | null;
  channels: TrafficChannel[] | null;
};

function pathOrder(row: PathRow, { basis }: Settings): PathOrder {
  return {
    placedAt: row.placedAt.getTime(),
    valueMinor: creditedValue({ valueMinor: row.valueMinor, netMinor: netOf(row) }, basis),
    touches: (row.times ?? []).map((at, index) => ({
      at: at.getTime(),
      versionId: row.versionIds?.[index] ?? null,
      source: row.sources?.[index] ?? '',
      channel: row.channels?.[index] ?? 'unassigned',
    })),
  };
}

/** How many orders of the period are compared, and how many are not for which reason. */
async function countOrders(shop: Shop, { from, to }: Period): Promise<LeftOut> {
  const [row] = await db.$queryRaw<LeftOut[]>`
    SELECT (count(*) FILTER (WHERE own AND decided))::int AS compared,
           (count(*) FILTER (WHERE coalesce(bucket, 'pending') = 'pending'))::int AS pending,
           (count(*) FILTER (WHERE decided AND NOT own))::int AS "otherCurrency",
           (count(*) FILTER (WHERE reason = 'subscription_renewal'))::int AS renewals,
           (count(*) FILTER (WHERE own AND decided AND bucket = 'credited' AND NOT has_path))::int AS "withoutPath"
    FROM (
      SELECT o.currency = ${shop.currency} AS own, s.bucket, s.reason,
             s.bucket IN ('credited', 'no_touch') AND s.reason <> 'subscription_renewal' AS decided,
             EXISTS (SELECT FROM order_touch t WHERE t.shop_id = o.shop_id AND t.order_id = o.id) AS has_path
      FROM "order" o LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
      WHERE o.shop_id = ${shop.id} AND o.processed_at >= ${from} AND o.processed_at < ${to}
    ) AS orders`;
  return row ?? { compared: 0, pending: 0, otherCurrency: 0, renewals: 0, withoutPath: 0 };
}

/** What the versions of the shop's messages and links are called, and which rows they stand in. */
async function rowNames(shop: Shop): Promise<RowName[]> {
  return db.$queryRaw<RowName[]>`
    SELECT v.id AS "versionId", 'message ' || m.id AS message,
           coalesce('campaign ' || m.campaign_id, 'automation ' || m.automation_id, 'message ' || m.id) AS campaign,
           m.campaign_id::text AS "campaignId", m.tracking_link_id::text AS "trackingLinkId",
           m.automation_id::text AS "automationId", coalesce(p.name, a.name) AS "campaignName",
           CASE WHEN EXISTS (
             SELECT FROM message o WHERE o.shop_id = m.shop_id AND o.campaign_id = m.campaign_id AND o.id <> m.id)
             THEN m.variant END AS variant,
           coalesce(l.name, m.step_name, v.subject) AS subject, v.channel
    FROM message_version v
    JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
    LEFT JOIN campaign p ON p.shop_id = m.shop_id AND p.id = m.campaign_id
    LEFT JOIN automation a ON a.shop_id = m.shop_id AND a.id = m.automation_id
    LEFT JOIN tracking_link l ON l.shop_id = m.shop_id AND l.id = m.tracking_link_id
    WHERE v.shop_id = ${shop.id}
    ORDER BY v.id`;
}

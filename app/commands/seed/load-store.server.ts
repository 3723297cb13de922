import { inBatch, Prisma, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { markAllDays } from '~/queue/day-mark-store.server';

/** How many messages a load is sent in, and over how many days it lies. */
export interface LoadSize {
  orders: number;
  messages: number;
  days: number;
}

/** So many orders are written in one transaction. */
const PART = 100_000;
const FIRST_ORDER = 6_000_000_000_000;
const FIRST_CUSTOMER = 8_000_000_000_000;

/**
 * Writes orders straight into a shop's tables, decided as if each had come through the doors: a sale in the ledger, a
 * refund for one in ten, a new customer for one in three, a standing with its receipt, and for one in five a credit of a message that was sent within the
 * five days before. What it writes is the same for the same size; a shop takes one load.
 * @param now the last order is placed a minute before
 * @returns false where the shop has one already
 */
export async function writeLoad(
  shop: ShopId,
  size: LoadSize,
  now: Date,
  progress: (orders: number) => void,
): Promise<boolean> {
  const begun = await inBatch((tx) => beginLoad(shop, size, now, tx));
  if (!begun) return false;
  for (let first = 1; first <= size.orders; first += PART) {
    const last = Math.min(first + PART - 1, size.orders);
    await inBatch((tx) => writeOrders(shop, size, now, { first, last }, tx));
    progress(last);
  }
  await inBatch((tx) => markAllDays(shop, tx));
  return true;
}

async function beginLoad(shop: ShopId, { messages, days }: LoadSize, now: Date, tx: Sql): Promise<boolean> {
  const [there] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM campaign WHERE shop_id = ${shop} AND name = 'Load 1'`;
  if (there) return false;
  await tx.$executeRaw`
    SELECT ensure_month_partitions((${now}::timestamptz - ${days}::int * interval '1 day' - interval '1 month')::date,
                                   (${now}::timestamptz + interval '1 month')::date)`;
  await tx.$executeRaw`
    INSERT INTO attribution_settings (shop_id, version, model, window_days, scope, valid_from)
    VALUES (${shop}, 1, 'last_click', 5, 'all_sources', ${now}::timestamptz - ${days}::int * interval '1 day')
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    WITH each AS (
      SELECT n, (ARRAY['email', 'sms', 'whatsapp'])[1 + n % 3] AS channel,
             ${now}::timestamptz - ${days}::int * interval '1 day' * (1 - (n - 1)::float8 / ${messages}::int) AS at
      FROM generate_series(1, ${messages}::int) AS n
    ), sent AS (
      INSERT INTO campaign (shop_id, name, channel, status, created_at, updated_at, started_at, expanded_at, sent_at)
      SELECT ${shop}::int, 'Load ' || n, channel, 'sent', at, at, at, at, at FROM each RETURNING id, name
    ), written AS (
      INSERT INTO message (shop_id, campaign_id, channel, subject, text, track_sales, utm_source, utm_medium, utm_campaign,
                           updated_at)
      SELECT ${shop}::int, s.id, e.channel, 'Load ' || e.n, 'Load', true, 'source_' || e.n % 12, e.channel, 'load_' || e.n, e.at
      FROM each e JOIN sent s ON s.name = 'Load ' || e.n
      RETURNING id, channel, subject, utm_source, utm_medium, utm_campaign, updated_at
    )
    INSERT INTO message_version (shop_id, message_id, public_id, channel, subject, preheader, html, text, track_sales,
                                 utm_source, utm_medium, utm_campaign, frozen_at)
    SELECT ${shop}::int, id, md5(${shop}::text || subject), channel, subject, '', '', 'Load', true,
           utm_source, utm_medium, utm_campaign, updated_at FROM written`;
  return true;
}

async function writeOrders(
  shop: ShopId,
  { orders, messages, days }: LoadSize,
  now: Date,
  { first, last }: { first: number; last: number },
  tx: Sql,
): Promise<void> {
  await tx.$executeRaw`
    CREATE TEMPORARY TABLE load_part ON COMMIT DROP AS
    SELECT n, ${FIRST_ORDER}::bigint + n AS id, at, 2000 + n::bigint * 7919 % 18000 AS total,
           CASE WHEN n / 5 % 10 = 3 THEN 500 + n % 1500 ELSE 0 END AS back,
           at + (1 + n % 40) * interval '1 day' AS back_at,
           CASE WHEN n % 5 = 0 THEN 'credited' WHEN n % 5 IN (1, 2) THEN 'no_touch' WHEN n % 5 = 3 THEN 'consent_absent'
                ELSE 'untrackable' END AS bucket,
           CASE WHEN n % 5 = 0 THEN 'last_click' WHEN n % 5 = 1 THEN 'other_source' WHEN n % 5 = 2 THEN 'direct'
                WHEN n % 5 = 3 THEN 'nothing_seen' ELSE 'pos' END AS reason,
           (ARRAY['Google', 'Facebook', 'Instagram', 'blog.example', 'forum.example'])[1 + n / 5 % 5] AS source, v.*
    FROM (
      SELECT n, ${now}::timestamptz - interval '1 minute'
               - (${orders}::int - n) * (${days}::int * interval '1 day' / ${orders}::int) AS at
      FROM generate_series(${first}::int, ${last}::int) AS n
    ) AS o
    LEFT JOIN LATERAL (
      SELECT v.id AS version_id, v.subject, v.channel, v.utm_source, v.utm_medium, v.utm_campaign, v.frozen_at,
             m.campaign_id
      FROM message m JOIN message_version v ON v.shop_id = m.shop_id AND v.message_id = m.id
      WHERE n % 5 = 0 AND m.shop_id = ${shop} AND m.utm_campaign = 'load_' || greatest(1, least(${messages}::int,
        ceil((n::float8 / ${orders}::int) * ${messages}::int)::int - n / 5 % (1 + 4 * ${messages}::int / ${days}::int)))
    ) AS v ON true`;
  await tx.$executeRaw`
    INSERT INTO "order" (shop_id, id, name, created_at, processed_at, updated_at, test, source_name, financial_status,
      currency, presentment_currency, presentment_minor, value_minor, total_minor, gross_minor, shipping_minor, tax_minor,
      customer_id, checkout_token)
    SELECT ${shop}::int, load_part.id, '#L' || n, at, at, at, false, CASE bucket WHEN 'untrackable' THEN 'pos' ELSE 'web' END, 'paid',
           p.currency, p.currency, total, total - back, total, total - 300, 100, 200,
           ${FIRST_CUSTOMER}::bigint + CASE WHEN n % 3 = 0 THEN n ELSE n::bigint * 7919 % (1 + n / 3) * 3 END,
           'load' || n
    FROM load_part, shop p WHERE p.id = ${shop}`;
  await tx.$executeRaw`
    INSERT INTO refund (shop_id, order_id, id, processed_at, goods_minor, tax_minor, total_minor)
    SELECT ${shop}::int, id, id, back_at, back, 0, back FROM load_part WHERE back > 0`;
  await tx.$executeRaw`
    INSERT INTO ledger_entry (shop_id, at, order_id, kind, ref, currency, gross_minor, discount_minor, return_minor,
      shipping_minor, tax_minor, duty_minor, tip_minor, other_minor, total_minor)
    SELECT ${shop}::int, at, load_part.id, 'sale', 0, p.currency, total - 300, 0, 0, 100, 200, 0, 0, 0, total
    FROM load_part, shop p WHERE p.id = ${shop}
    UNION ALL
    SELECT ${shop}::int, back_at, load_part.id, 'refund', load_part.id, p.currency, 0, 0, -back, 0, 0, 0, 0, 0, -back
    FROM load_part, shop p WHERE p.id = ${shop} AND back > 0`;
  await tx.$executeRaw`
    INSERT INTO credit (shop_id, order_id, model, ordinal, version_id, settings_version, touch_at, grade, weight_ppm,
                        amount_minor)
    SELECT ${shop}::int, id, 'last_click', 0, version_id, 1, at - interval '10 minutes',
           (ARRAY['click_id', 'pixel_tags', 'journey_tags'])[1 + n / 5 % 3], 1000000, total - back
    FROM load_part WHERE bucket = 'credited'`;
  await writeStandings(shop, tx);
}

/** Receipts as the app writes them, for the pages that read them. */
async function writeStandings(shop: ShopId, tx: Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO order_standing (shop_id, order_id, settings_version, bucket, reason, ruling, computed_at)
    SELECT ${shop}::int, id, 1, bucket, reason, jsonb_build_object(
        'deciding', CASE WHEN origin IS NULL THEN NULL ELSE
          jsonb_build_object('at', ${PLACED}, 'timed', true, 'grade', 'pixel_tags', 'origin', origin) END,
        'entry', NULL, 'rejections', '[]'::jsonb, 'nearest', NULL), at
    FROM load_part,
      LATERAL (SELECT CASE reason WHEN 'last_click' THEN jsonb_build_object('kind', 'message', 'versionId', version_id::text)
        WHEN 'other_source' THEN jsonb_build_object('kind', 'other', 'source', source, 'medium', NULL,
                                                    'channel', 'referral') END AS origin) AS told`;
  await tx.$executeRaw`
    INSERT INTO order_course (shop_id, order_id, course)
    SELECT ${shop}::int, load_part.id, jsonb_build_object(
        'v', 1,
        'order', jsonb_build_object('id', load_part.id::text, 'name', '#L' || n, 'placedAt', ${PLACED}, 'currency', p.currency,
                                    'valueMinor', (total - back)::text),
        'messages', CASE WHEN bucket <> 'credited' THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object(
          'versionId', version_id::text, 'campaignId', campaign_id::text, 'campaign', subject, 'subject', subject,
          'channel', load_part.channel,
          'utm', jsonb_build_object('source', utm_source, 'medium', utm_medium, 'campaign', utm_campaign))) END,
        'trail', '[]'::jsonb, 'evidence', '[]'::jsonb, 'renewal', NULL)
    FROM load_part, shop p WHERE p.id = ${shop}`;
}

const PLACED = Prisma.sql`to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

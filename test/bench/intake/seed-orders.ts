import type pg from 'pg';
import type { BenchShop } from '../bench-shop.ts';

/** Seeded orders have numbers below every order that a bench sends. */
const FIRST_ID = 5_000_000_000_000;

/**
 * Writes orders of the year before straight into the tables, decided as if each had come through the doors: a sale in
 * the ledger, a checkout with one landing, a journey, a standing with its receipt, and for two in five a credit.
 */
export async function seedOrders(database: pg.Pool, shop: BenchShop, orders: number): Promise<void> {
  const fill = async (statement: string): Promise<void> => {
    await database.query(statement, [shop.id, orders]);
  };
  await database.query(
    `INSERT INTO attribution_settings (shop_id, version, model, window_days, scope, valid_from)
     VALUES ($1, 1, 'last_click', 30, 'all_sources', now() - interval '1 year') ON CONFLICT DO NOTHING`,
    [shop.id],
  );
  await database.query(`SELECT ensure_month_partitions((now() - interval '13 months')::date, now()::date)`);
  const each = `FROM generate_series(1, $2::int) AS n,
    LATERAL (SELECT ${FIRST_ID} + n AS id, now() - interval '1 hour' - (($2::int - n) * interval '364 days' / $2::int) AS at) AS o`;
  const token = `'seededcheckout' || lpad(n::text, 18, '0')`;
  await fill(`
    INSERT INTO "order" (shop_id, id, name, created_at, processed_at, updated_at, test, source_name, financial_status,
      currency, presentment_currency, value_minor, total_minor, gross_minor, shipping_minor, tax_minor, customer_id,
      checkout_token, cart_token, landing_site)
    SELECT $1, id, '#' || n, at, at, at, false, 'web', 'paid', 'EUR', 'EUR', 5000 + n % 9000, 5000 + n % 9000,
      4000 + n % 9000, 200, 800, 7000000000000 + n % 100000, ${token}, md5(n::text), '/products/linen-shirt' ${each}`);
  await fill(`
    INSERT INTO ledger_entry (shop_id, at, order_id, kind, ref, currency, gross_minor, discount_minor, return_minor,
      shipping_minor, tax_minor, duty_minor, tip_minor, other_minor, total_minor)
    SELECT $1, at, id, 'sale', 0, 'EUR', 4000 + n % 9000, 0, 0, 200, 800, 0, 0, 0, 5000 + n % 9000 ${each}`);
  await fill(`
    INSERT INTO checkout (shop_id, token, visitor, order_id, completed_at, received_at)
    SELECT $1, ${token}, md5('visitor' || n), id, at, at ${each}`);
  await fill(`
    INSERT INTO touch (shop_id, at, id, visitor, seen_by, utm_source, utm_medium, utm_campaign, referrer, path)
    SELECT $1, at - interval '10 minutes', md5('touch' || n)::uuid, md5('visitor' || n), 'pixel',
      CASE WHEN n % 5 < 2 THEN 'newsletter' ELSE 'google' END, CASE WHEN n % 5 < 2 THEN 'email' ELSE 'cpc' END,
      'harbour_days', 'https://mail.example/inbox', '/products/linen-shirt' ${each}`);
  await fill(`
    INSERT INTO order_journey (shop_id, order_id, state, visits, polls, fetched_at)
    SELECT $1, id, 'ready', jsonb_build_array(jsonb_build_object('at', to_jsonb(at - interval '10 minutes'),
      'landingPage', 'https://harbour.example/products/linen-shirt', 'referrer', NULL, 'utm', NULL)), 1, at ${each}`);
  await fill(`
    INSERT INTO order_standing (shop_id, order_id, settings_version, bucket, reason, ruling, computed_at)
    SELECT $1, id, 1, CASE WHEN n % 5 < 2 THEN 'credited' ELSE 'no_touch' END,
      CASE WHEN n % 5 < 2 THEN 'last_click' ELSE 'other_source' END,
      jsonb_build_object('deciding', NULL, 'entry', NULL, 'rejections', '[]'::jsonb, 'nearest', NULL), at ${each}`);
  await fill(`
    INSERT INTO order_course (shop_id, order_id, course)
    SELECT $1, id, jsonb_build_object('order', id::text, 'considered', repeat(md5(n::text) || ' ', 24)) ${each}`);
  await database.query(
    `INSERT INTO credit (shop_id, order_id, model, ordinal, version_id, settings_version, touch_at, grade, weight_ppm, amount_minor)
     SELECT $1, id, 'last_click', 0, $3, 1, at - interval '10 minutes', 'pixel_tags', 1000000, 5000 + n % 9000 ${each}
     WHERE n % 5 < 2`,
    [shop.id, orders, shop.version.id],
  );
  await fill(`
    INSERT INTO webhook_seen (shop_id, webhook_id, received_at) SELECT $1, md5('webhook' || n), at ${each}`);
}

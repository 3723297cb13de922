import { db, type Db, pool, type WebhookReceipt } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import type { Jobs } from '~/queue/jobs';

/** A webhook as it came in, not yet looked into. */
export interface ArrivedWebhook {
  shop: ShopId;
  receivedAt: Date;
  /** X-Shopify-Webhook-Id: the same in every delivery of one webhook. */
  webhookId: string;
  topic: string;
  apiVersion: string | null;
  triggeredAt: Date | null;
  /** The raw body: UTF-8 without NUL. */
  body: Buffer;
  /** Why it is only noted and not worked on; null where a job takes it up. */
  ignored: string | null;
}

const keyOf = (webhook: { shop: ShopId; webhookId: string }) => `${webhook.shop}/${webhook.webhookId}`;

/**
 * Stores webhooks of any shops: id seen, receipt, and job, in one statement, which is one transaction. Of a webhook that
 * was seen before, nothing is stored. Rows go in by the order of their keys, so that two processes never wait for each
 * other in a circle.
 * @returns for each webhook, in the order given, whether it was new
 */
export async function unscopedStoreWebhooks(webhooks: readonly ArrivedWebhook[]): Promise<boolean[]> {
  const first = new Map<string, ArrivedWebhook>();
  for (const webhook of webhooks) {
    if (!first.has(keyOf(webhook))) first.set(keyOf(webhook), webhook);
  }
  const rows = [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, webhook]) => webhook);
  const offsets = [...offsetsOf(rows)];
  const statement = {
    name: 'store-webhooks',
    text: STORE,
    values: [
      Buffer.concat(rows.map((row) => row.body)),
      rows.map((row) => row.shop),
      rows.map((row) => row.webhookId),
      rows.map((row) => row.receivedAt.toISOString()),
      rows.map((row) => row.topic),
      rows.map((row) => row.apiVersion),
      rows.map((row) => row.triggeredAt?.toISOString() ?? null),
      rows.map((row) => row.ignored),
      offsets,
      rows.map((row) => row.body.length),
      rows.map(jobOf),
    ],
    query_timeout: 2_500,
  };
  const stored = await pool.query<{ shop_id: number; webhook_id: string }>(statement);
  const fresh = new Set(stored.rows.map((row) => keyOf({ shop: row.shop_id, webhookId: row.webhook_id })));
  return webhooks.map((webhook) => first.get(keyOf(webhook)) === webhook && fresh.has(keyOf(webhook)));
}

/** Where each body begins among all bodies, counted from 1. */
function* offsetsOf(rows: readonly ArrivedWebhook[]): Generator<number> {
  let next = 1;
  for (const { body } of rows) {
    yield next;
    next += body.length;
  }
}

const jobOf = ({ shop, receivedAt, webhookId }: ArrivedWebhook): string =>
  JSON.stringify({
    shopId: shop,
    receivedAt: receivedAt.toISOString(),
    webhookId,
  } satisfies Jobs['ingest-webhook']);

// The bodies travel as one piece of bytes: no quoting here, no unquoting there, no text made of them on the way.
const STORE = `
  WITH arrived AS (
    SELECT * FROM unnest($2::int[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::timestamptz[], $8::text[],
                         $9::int[], $10::int[], $11::json[])
      AS t (shop_id, webhook_id, received_at, topic, api_version, triggered_at, ignored, body_at, body_length, job)
  ),
  fresh AS (
    INSERT INTO webhook_seen (shop_id, webhook_id, received_at)
    SELECT shop_id, webhook_id, received_at FROM arrived
    ON CONFLICT DO NOTHING
    RETURNING shop_id, webhook_id
  ),
  receipt AS (
    INSERT INTO webhook_receipt (shop_id, received_at, webhook_id, topic, api_version, triggered_at, body, state, reason)
    SELECT shop_id, received_at, webhook_id, topic, api_version, triggered_at,
           convert_from(substring($1::bytea FROM body_at FOR body_length), 'UTF8'),
           CASE WHEN ignored IS NULL THEN 'pending' ELSE 'ignored' END, ignored
    FROM arrived JOIN fresh USING (shop_id, webhook_id)
  ),
  asked AS (
    SELECT added.id FROM (
      SELECT array_agg(('ingest-webhook', job, NULL, NULL, NULL, NULL, NULL, NULL)::graphile_worker.job_spec) AS specs
      FROM arrived JOIN fresh USING (shop_id, webhook_id)
      WHERE ignored IS NULL HAVING count(*) > 0
    ) AS every, LATERAL graphile_worker.add_jobs(every.specs) AS added
  )
  SELECT shop_id, webhook_id FROM fresh
  WHERE (SELECT count(*) FROM asked) >= 0 -- what nobody reads would not run`;

/** The stored webhook that a job names; undefined where it was deleted since. */
export async function loadReceipt(
  shop: ShopId,
  receivedAt: Date,
  webhookId: string,
): Promise<WebhookReceipt | undefined> {
  const found = await db.webhookReceipt.findUnique({
    where: { shopId_receivedAt_webhookId: { shopId: shop, receivedAt, webhookId } },
  });
  return found ?? undefined;
}

/** Notes what became of a webhook. `reason` says why it was ignored, as a lower_snake word. */
export async function finishReceipt(
  shop: ShopId,
  receivedAt: Date,
  webhookId: string,
  state: 'done' | 'ignored',
  reason: string | null = null,
  tx: Db = db,
): Promise<void> {
  await tx.webhookReceipt.updateMany({
    where: { shopId: shop, receivedAt, webhookId },
    data: { state, reason },
  });
}

/**
 * Empties the bodies that speak of a customer who asked to be forgotten, or of one of their orders: those name the buyer
 * and the address.
 * @param ids Shopify's numbers of the customer and the orders
 */
export async function forgetBodies(shop: ShopId, ids: readonly bigint[], tx: Db): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_receipt SET body = ''
    WHERE shop_id = ${shop} AND state <> 'pending'
      AND EXISTS (SELECT FROM unnest(${ids.map(String)}::text[]) AS id WHERE position(id IN body) > 0)`;
}

import { db, type Db, inBatch, pool, type Sql, type WebhookReceipt } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { enqueueAll } from '~/queue/enqueue.server';
import type { Jobs } from '~/queue/jobs';
import { isBatchedTopic } from '~/shopify/topics';

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
 * Stores webhooks of any shops: id seen, receipt, and a job for topics that are not worked off in batches, in one
 * statement, which is one transaction. Of a webhook that was seen before, nothing is stored, and nothing of a shop that is
 * erased or just being erased. Rows go in by the order of their keys, so that two processes never wait for each other in
 * a circle.
 * @returns for each webhook, in the order given, whether it was new; undefined where its shop is gone
 */
export async function unscopedStoreWebhooks(
  webhooks: readonly ArrivedWebhook[],
): Promise<(boolean | undefined)[]> {
  const first = new Map<string, ArrivedWebhook>();
  for (const webhook of webhooks) {
    if (!first.has(keyOf(webhook))) first.set(keyOf(webhook), webhook);
  }
  const rows = [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, webhook]) => webhook);
  let bodyAt = 1;
  const told = rows.map((row) => {
    const { length } = row.body;
    bodyAt += length;
    return {
      shop_id: row.shop,
      webhook_id: row.webhookId,
      received_at: row.receivedAt,
      topic: row.topic,
      api_version: row.apiVersion,
      triggered_at: row.triggeredAt,
      ignored: row.ignored,
      body_at: bodyAt - length,
      body_length: length,
      job: jobOf(row),
      by_batch: isBatchedTopic(row.topic),
    };
  });
  const statement = (bodies: Buffer) => ({
    name: 'store-webhooks',
    text: STORE,
    // The bodies last: the driver's buffer grows by half again with what follows them.
    values: [JSON.stringify(told), bodies],
    query_timeout: 2_500,
  });
  const stored = await joined(
    rows.map((row) => row.body),
    (bodies) => pool.query<{ shop_id: number; webhook_id: string | null }>(statement(bodies)),
  );
  const present = new Set(stored.rows.map((row) => row.shop_id));
  const fresh = new Set(stored.rows.map((row) => `${row.shop_id}/${row.webhook_id}`));
  return webhooks.map((webhook) =>
    present.has(webhook.shop)
      ? first.get(keyOf(webhook)) === webhook && fresh.has(keyOf(webhook))
      : undefined,
  );
}

/** As much as many bodies together need. */
const SPACE_BYTES = 1024 * 1024;
let space: Buffer | undefined = Buffer.allocUnsafe(SPACE_BYTES);

/**
 * Gives pieces as one, in memory that is used again once `take` is done with it. New memory for each group is little to
 * take and much to give back: beyond a limit V8 walks through all that the process holds.
 */
async function joined<T>(pieces: readonly Buffer[], take: (whole: Buffer) => Promise<T>): Promise<T> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const taken = space;
  if (!taken || length > SPACE_BYTES) return take(Buffer.concat(pieces, length));
  space = undefined;
  try {
    let at = 0;
    for (const piece of pieces) at += piece.copy(taken, at);
    return await take(taken.subarray(0, length));
  } finally {
    space = taken;
  }
}

const jobOf = ({
  shop,
  receivedAt,
  webhookId,
  topic,
  ignored,
}: ArrivedWebhook): Jobs['ingest-webhook'] | null =>
  ignored !== null || isBatchedTopic(topic)
    ? null
    : { shopId: shop, receivedAt: receivedAt.toISOString(), webhookId };

// The bodies travel as one piece of bytes: no quoting here, no unquoting there, no text made of them on the way.
const STORE = `
  WITH arrived AS (
    SELECT * FROM json_to_recordset($1::json) AS t (
      shop_id int, webhook_id text, received_at timestamptz, topic text, api_version text, triggered_at timestamptz,
      ignored text, body_at int, body_length int, job json, by_batch bool)
  ),
  present AS ( -- kept from being erased until this has ended
    SELECT id FROM shop WHERE id IN (SELECT shop_id FROM arrived) FOR KEY SHARE SKIP LOCKED
  ),
  fresh AS (
    INSERT INTO webhook_seen (shop_id, webhook_id, received_at)
    SELECT shop_id, webhook_id, received_at FROM arrived WHERE shop_id IN (SELECT id FROM present)
    ON CONFLICT DO NOTHING
    RETURNING shop_id, webhook_id
  ),
  receipt AS (
    INSERT INTO webhook_receipt (shop_id, received_at, webhook_id, topic, api_version, triggered_at, body, state, reason, by_batch)
    SELECT shop_id, received_at, webhook_id, topic, api_version, triggered_at,
           convert_from(substring($2::bytea FROM body_at FOR body_length), 'UTF8'),
           CASE WHEN ignored IS NULL THEN 'pending' ELSE 'ignored' END, ignored, by_batch
    FROM arrived JOIN fresh USING (shop_id, webhook_id)
  ),
  asked AS (
    SELECT added.id FROM (
      SELECT array_agg(('ingest-webhook', job, NULL, NULL, NULL, NULL, NULL, NULL)::graphile_worker.job_spec) AS specs
      FROM arrived JOIN fresh USING (shop_id, webhook_id)
      WHERE job IS NOT NULL HAVING count(*) > 0
    ) AS every, LATERAL graphile_worker.add_jobs(every.specs) AS added
  )
  SELECT shop_id, webhook_id FROM fresh
  UNION ALL SELECT id, NULL FROM present
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

/** When Shopify sent what a receipt holds; deliveries may be late, and a shop may be back by then. */
export const sentAt = (receipt: Pick<WebhookReceipt, 'triggeredAt' | 'receivedAt'>): Date =>
  receipt.triggeredAt ?? receipt.receivedAt;

export type PendingReceipt = Pick<
  WebhookReceipt,
  'receivedAt' | 'webhookId' | 'topic' | 'triggeredAt' | 'body'
>;

/**
 * Webhooks of one shop that wait longest to be worked off in a batch, held for the caller's transaction: those that
 * another has in hand are passed over.
 * @param mostBytes bodies beyond these are left for later; the first is taken however long it is
 * @returns undefined where none waits
 */
export async function unscopedHoldBacklog(
  most: number,
  mostBytes: number,
  tx: Sql,
): Promise<{ shop: ShopId; receipts: PendingReceipt[] } | undefined> {
  const rows = await tx.$queryRaw<(PendingReceipt & { shop: ShopId })[]>`
    WITH oldest AS (
      SELECT shop_id FROM webhook_receipt WHERE by_batch AND state = 'pending'
      ORDER BY received_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ),
    waiting AS (
      SELECT * FROM webhook_receipt
      WHERE shop_id = (SELECT shop_id FROM oldest) AND by_batch AND state = 'pending'
      ORDER BY received_at LIMIT ${most} FOR UPDATE SKIP LOCKED
    ),
    summed AS (
      SELECT *, sum(octet_length(body)) OVER (ORDER BY received_at, webhook_id) - octet_length(body) AS bytes_before
      FROM waiting
    )
    SELECT shop_id AS shop, received_at AS "receivedAt", webhook_id AS "webhookId", topic,
           triggered_at AS "triggeredAt", body
    FROM summed WHERE bytes_before < ${mostBytes}::bigint ORDER BY received_at, webhook_id`;
  const [first] = rows;
  return first && { shop: first.shop, receipts: rows };
}

/** Gives webhooks that failed in a batch a job each, with its own patience. */
export async function handToJobs(
  shop: ShopId,
  receipts: readonly Pick<PendingReceipt, 'receivedAt' | 'webhookId'>[],
): Promise<void> {
  await inBatch(async (tx) => {
    const handed = await tx.$queryRaw<{ receivedAt: Date; webhookId: string }[]>`
      UPDATE webhook_receipt r SET by_batch = false
      FROM unnest(${receipts.map(({ receivedAt }) => receivedAt)}::timestamptz[],
                  ${receipts.map(({ webhookId }) => webhookId)}::text[]) AS failed (received_at, webhook_id)
      WHERE r.shop_id = ${shop} AND r.received_at = failed.received_at AND r.webhook_id = failed.webhook_id
        AND r.state = 'pending' AND r.by_batch
      RETURNING r.received_at AS "receivedAt", r.webhook_id AS "webhookId"`;
    const payloads = handed.map((receipt) => ({
      shopId: shop,
      receivedAt: receipt.receivedAt.toISOString(),
      webhookId: receipt.webhookId,
    }));
    await enqueueAll(tx, 'ingest-webhook', payloads);
  });
}

/** What became of a webhook: `reason` says why it was ignored, as a lower_snake word; null where it was worked off. */
export type Finished = Pick<WebhookReceipt, 'receivedAt' | 'webhookId' | 'reason' | 'body'>;

/**
 * Notes what became of webhooks. The body of one that speaks of a customer who was forgotten goes with it: it came late,
 * or waited meanwhile.
 */
export async function finishReceipts(
  shop: ShopId,
  finished: readonly Finished[],
  tx: Sql = db,
): Promise<void> {
  if (finished.length === 0) return;
  const forgotten = await forgottenNumbers(shop, tx);
  const names = (body: string) =>
    forgotten.size > 0 && (body.match(/\d+/g) ?? []).some((number) => forgotten.has(number));
  await tx.$executeRaw`
    UPDATE webhook_receipt r
    SET state = CASE WHEN told.reason IS NULL THEN 'done' ELSE 'ignored' END, reason = told.reason, finished_at = now(),
      body = CASE WHEN told.forget THEN '' ELSE r.body END
    FROM unnest(${finished.map(({ receivedAt }) => receivedAt)}::timestamptz[],
                ${finished.map(({ webhookId }) => webhookId)}::text[],
                ${finished.map(({ reason }) => reason)}::text[],
                ${finished.map(({ body }) => names(body))}::bool[]) AS told (received_at, webhook_id, reason, forget)
    WHERE r.shop_id = ${shop} AND r.received_at = told.received_at AND r.webhook_id = told.webhook_id`;
}

/** By then nothing that Shopify sent before it heard of a request to forget is on its way any more. */
const FORGET_FOR_MS = 60 * 24 * 60 * 60 * 1_000;

/** Shopify's numbers of the customers who were forgotten lately, and of their orders. */
async function forgottenNumbers(shop: ShopId, tx: Sql): Promise<Set<string>> {
  const since = new Date(Date.now() - FORGET_FOR_MS);
  const rows = await tx.$queryRaw<{ number: string | null }[]>`
    SELECT unnest(order_ids || shopify_customer_id)::text AS number FROM privacy_request
    WHERE shop_id = ${shop} AND kind = 'customer_redact' AND received_at > ${since}`;
  return new Set(rows.flatMap(({ number }) => number ?? []));
}

/**
 * Empties the bodies that speak of a customer who asked to be forgotten, or of one of their orders: those name the buyer
 * and the address. Those that wait to be worked off are emptied then.
 * @param words Shopify's numbers of the customer and the orders, and their e-mail address
 */
export async function forgetBodies(shop: ShopId, words: readonly string[], tx: Db): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_receipt SET body = ''
    WHERE shop_id = ${shop} AND state <> 'pending' AND body <> ''
      AND EXISTS (SELECT FROM unnest(${[...words]}::text[]) AS word WHERE position(lower(word) IN lower(body)) > 0)`;
}

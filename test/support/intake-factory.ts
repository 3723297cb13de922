import { createHmac, randomUUID } from 'node:crypto';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { databaseUrl, db, type Link, pool, type Shop } from '~/db.server';

export const SECRET = 'test-api-secret';

export interface WebhookParts {
  topic?: string;
  webhookId?: string;
  body?: string | Uint8Array<ArrayBuffer>;
  secret?: string;
  /** Set or, with null, left out. */
  headers?: Record<string, string | null>;
}

/** A request as Shopify would deliver it: signed over the raw body. */
export function signedWebhook(domain: string, parts: WebhookParts = {}): RequestInit {
  const body = parts.body ?? '{"id":1}';
  const headers: Record<string, string | null> = {
    'X-Shopify-Topic': parts.topic ?? 'orders/create',
    'X-Shopify-Shop-Domain': domain,
    'X-Shopify-Webhook-Id': parts.webhookId ?? randomUUID(),
    'X-Shopify-Api-Version': '2026-10',
    'X-Shopify-Triggered-At': '2026-11-01T10:00:00.123456789Z',
    'X-Shopify-Hmac-Sha256': createHmac('sha256', parts.secret ?? SECRET)
      .update(body)
      .digest('base64'),
    ...parts.headers,
  };
  const sent = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null);
  return { method: 'POST', body, headers: sent };
}

/** An event as the pixel would post it, ten minutes after one landing from a newsletter. */
export function wireEvent(
  shop: Shop,
  now: Date,
  some: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    v: 1,
    account: shop.pixelAccount,
    id: randomUUID(),
    visitor: randomUUID(),
    at: new Date(now.getTime() - 1_000).toISOString(),
    checkout: { token: randomUUID().replaceAll('-', ''), order: '5551234567890' },
    landings: [wireLanding(now)],
    ...some,
  };
}

export function wireLanding(now: Date, some: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    at: new Date(now.getTime() - 600_000).toISOString(),
    path: '/products/teapot',
    source: 'newsletter',
    medium: 'email',
    campaign: 'spring',
    ...some,
  };
}

export const postedEvent = (event: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'text/plain' },
  body: typeof event === 'string' ? event : JSON.stringify(event),
});

/** A sent message with one link, and its delivery to one contact. */
export async function makeDelivery(
  shop: Shop,
  some: { taggedUrl?: string; firstName?: string | null; email?: string } = {},
): Promise<{ link: Link; deliveryId: bigint; versionId: bigint; contactId: bigint }> {
  const at = new Date('2026-11-01T09:00:00Z');
  const contact = await db.contact.create({
    data: {
      shopId: shop.id,
      shopifyId: BigInt(`0x${randomUUID().slice(0, 8)}`),
      firstName: some.firstName === undefined ? 'Ada' : some.firstName,
      email: some.email ?? 'ada@customer.test',
      emailConsent: 'subscribed',
      updatedAt: at,
    },
  });
  const message = await db.message.create({ data: { shopId: shop.id, channel: 'email', updatedAt: at } });
  const version = await db.messageVersion.create({
    data: {
      shopId: shop.id,
      messageId: message.id,
      publicId: randomUUID().slice(0, 12),
      channel: 'email',
      subject: 'Hello',
      preheader: '',
      html: '',
      text: '',
      trackSales: true,
      utmSource: 'newsletter',
      utmMedium: 'email',
      utmCampaign: 'spring',
      frozenAt: at,
    },
  });
  const link = await db.link.create({
    data: {
      shopId: shop.id,
      versionId: version.id,
      position: 0,
      url: 'https://shop.test/teapot',
      taggedUrl: some.taggedUrl ?? 'https://shop.test/teapot?utm_source=newsletter#top',
    },
  });
  const delivery = await db.delivery.create({
    data: {
      shopId: shop.id,
      versionId: version.id,
      contactId: contact.id,
      channel: 'email',
      state: 'sent',
      queuedAt: at,
      sentAt: at,
    },
  });
  return { link, deliveryId: delivery.id, versionId: version.id, contactId: contact.id };
}

/** The payloads of the jobs of a name that wait for a worker, in the order they were added. */
export async function waitingJobs<Payload>(name: string): Promise<Payload[]> {
  const { rows } = await pool.query<{ payload: Payload }>(
    `SELECT j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = $1 ORDER BY j.id`,
    [name],
  );
  return rows.map((row) => row.payload);
}

/** Runs a statement in a transaction that stays open until it is let go, which undoes it, or the test ends. */
export async function holdTransaction(
  statement: string,
  values: unknown[] = [],
): Promise<{ letGo(): Promise<void> }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  let ended: Promise<void> | undefined;
  const letGo = () => (ended ??= client.end());
  onTestFinished(letGo);
  await client.query('BEGIN');
  await client.query(statement, values);
  return { letGo };
}

/** How many statements in this test's database wait for a lock now. */
export async function waitingForLocks(): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}

/** How often a door turned something away for a reason. */
export async function dropsOf(door: string, reason: string): Promise<number> {
  const { _sum } = await db.intakeDrop.aggregate({ where: { door, reason }, _sum: { count: true } });
  return _sum.count ?? 0;
}

import { isUtf8 } from 'node:buffer';
import { createHmac, createSecretKey } from 'node:crypto';
import { z } from 'zod';
import { env } from '~/env.server';
import { groupCommit } from '~/lib/group-commit';
import { done, type Outcome, refused } from '~/lib/outcome';
import { equalBytes } from '~/lib/secrets.server';
import { unscopedFindShopByDomain } from '~/shopify/shop-store.server';
import { noteActivity } from '~/shopify/shop-activity-store.server';
import { whyIgnored } from '~/shopify/topics';
import { type ArrivedWebhook, unscopedStoreWebhooks } from '~/shopify/webhook-store.server';

/** Bodies that may wait for their commit, in bytes: what bounds the memory when senders are faster than the disk. */
const WAITING_BYTES = 32 * 1024 * 1024;

const word = z.string().min(1).max(255);

const headerSchema = z.object({
  'x-shopify-topic': word,
  'x-shopify-shop-domain': word.toLowerCase(),
  'x-shopify-webhook-id': word,
  'x-shopify-api-version': word.optional(),
  'x-shopify-triggered-at': z.string().optional(),
});

export type WebhookRefusal = 'empty_body' | 'bad_hmac' | 'missing_headers' | 'unknown_shop';

interface Waiting {
  webhook: ArrivedWebhook;
  fresh?: boolean;
}

const store = groupCommit(
  async (waiting: Waiting[]) => {
    const fresh = await unscopedStoreWebhooks(waiting.map(({ webhook }) => webhook));
    for (const [index, one] of waiting.entries()) one.fresh = fresh[index];
  },
  {
    group: 250,
    waiting: 10_000,
    weight: { most: WAITING_BYTES, of: ({ webhook }) => webhook.body.length },
  },
);

/**
 * Verifies a webhook on its raw bytes, then stores it together with its job, and answers once both are committed.
 * Nothing of the body is read here: that is the job's.
 * @param header gives a header's value by its lower-case name
 * @returns what to tell Shopify: `stored`, `duplicate` or `ignored:<reason>`
 * @throws QueueFull, or what the database says, where it could not be stored
 */
export async function receiveWebhook(
  body: Buffer,
  header: (name: string) => string | undefined,
  now: Date,
): Promise<Outcome<string, WebhookRefusal>> {
  if (body.length === 0) return refused('empty_body');
  if (!isSigned(body, header('x-shopify-hmac-sha256'))) return refused('bad_hmac');
  const headers = headerSchema.safeParse(
    Object.fromEntries(Object.keys(headerSchema.shape).map((name) => [name, header(name)])),
  );
  if (!headers.success) return refused('missing_headers');
  const shop = await unscopedFindShopByDomain(headers.data['x-shopify-shop-domain']);
  if (!shop) return refused('unknown_shop');

  const topic = headers.data['x-shopify-topic'];
  const storable = isUtf8(body) && !body.includes(0);
  const waiting: Waiting = {
    webhook: {
      shop: shop.id,
      receivedAt: now,
      webhookId: headers.data['x-shopify-webhook-id'],
      topic,
      apiVersion: headers.data['x-shopify-api-version'] ?? null,
      triggeredAt: instant(headers.data['x-shopify-triggered-at']),
      body: storable ? body : Buffer.alloc(0),
      ignored: whyIgnored(topic) ?? (storable ? null : 'not_text'),
    },
  };
  await store(waiting);
  if (waiting.fresh === undefined) return refused('unknown_shop');
  await noteActivity(shop.id, 'webhook', now);
  if (!waiting.fresh) return done('duplicate');
  return done(waiting.webhook.ignored === null ? 'stored' : `ignored:${waiting.webhook.ignored}`);
}

const SECRETS = [env.SHOPIFY_API_SECRET, env.SHOPIFY_API_SECRET_PREVIOUS].flatMap((secret) =>
  secret === undefined ? [] : createSecretKey(Buffer.from(secret)),
);

/** HMAC-SHA256 over the raw bytes, base64, with the client secret or, for a while after a rotation, the one before. */
function isSigned(body: Buffer, given: string | undefined): boolean {
  if (!given) return false;
  const told = Buffer.from(given);
  return SECRETS.some((secret) =>
    equalBytes(told, Buffer.from(createHmac('sha256', secret).update(body).digest('base64'))),
  );
}

function instant(text: string | undefined): Date | null {
  const parsed = new Date(text ?? '');
  return Number.isNaN(parsed.getTime()) ? null : parsed;
}

import type { Context } from 'hono';
import { bare, FATE_HEADER, toResponse } from '~/intake/answers';
import { readBody } from '~/intake/read-body';
import { headerOf } from '~/intake/request-head';
import { logger } from '~/lib/logger.server';
import { receiveWebhook, type WebhookRefusal } from '~/shopify/receive-webhook.server';
import { countDrop } from '~/tracking/count-drop.server';

const BODY_LIMIT = 2 * 1024 * 1024;

const STATUS = {
  empty_body: 400,
  missing_headers: 400,
  bad_hmac: 401,
  unknown_shop: 200,
  body_too_large: 413,
} as const;

/** POST /webhooks: stored first, then answered. */
export async function webhook(c: Context): Promise<Response> {
  const started = performance.now();
  const now = new Date();
  const body = await readBody(c, BODY_LIMIT);
  if (!body) return refuse(c, 'body_too_large', now);
  const received = await receiveWebhook(body, (name) => headerOf(c, name), now);
  if (!received.ok) return refuse(c, received.reason, now);
  logger.debug(
    {
      topic: headerOf(c, 'x-shopify-topic'),
      webhook: headerOf(c, 'x-shopify-webhook-id'),
      fate: received.value,
      ms: Math.round(performance.now() - started),
    },
    'webhook',
  );
  return toResponse(bare(200, { [FATE_HEADER]: received.value }));
}

function refuse(c: Context, reason: WebhookRefusal | 'body_too_large', now: Date): Response {
  countDrop('webhook', reason, now);
  logger.debug({ reason }, 'webhook_refused');
  return toResponse(bare(STATUS[reason], { [FATE_HEADER]: `ignored:${reason}` }));
}

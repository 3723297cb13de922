import type { Context } from 'hono';
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { metaVerifyToken, readInboxToken, readReference } from '~/channels/callback-token.server';
import { loadProvider } from '~/channels/provider-store.server';
import { bounceOfMeta } from '~/channels/whatsapp/meta-failure';
import { phoneNumberOf } from '~/contacts/contact';
import { notFound } from '~/intake/answers';
import { readBody } from '~/intake/read-body';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { equalBytes } from '~/lib/secrets.server';
import { takeReply } from '~/messaging/take-reply.server';
import { takeReport } from '~/messaging/take-report.server';
import { countDrop } from '~/tracking/count-drop.server';

const MOST_BYTES = 1024 * 1024;

const statusSchema = z.object({
  id: z.string(),
  status: z.string(),
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array(z.object({ code: z.number(), title: z.string().default('') })).default([]),
});
const messageSchema = z.object({
  id: z.string().min(1),
  from: z.string(),
  text: z.object({ body: z.string() }).optional(),
  button: z.object({ text: z.string() }).optional(),
});
const callbackSchema = z.object({
  entry: z.array(
    z.object({
      changes: z.array(
        z.object({
          value: z.object({
            metadata: z.object({ phone_number_id: z.string() }).optional(),
            statuses: z.array(statusSchema).default([]),
            messages: z.array(messageSchema).default([]),
          }),
        }),
      ),
    }),
  ),
});

const reported = z.enum(['sent', 'delivered', 'read', 'failed']);

/** GET /callbacks/meta/:token: Meta asks whether the address is ours before it calls it. */
export function metaChallenge(c: Context): Response {
  const named = readInboxToken(c.req.param('token') ?? '');
  const given = Buffer.from(c.req.query('hub.verify_token') ?? '');
  const ours = named && equalBytes(given, Buffer.from(metaVerifyToken(named.shop)));
  if (!ours || c.req.query('hub.mode') !== 'subscribe')
    return refuse(c, named ? 'bad_signature' : 'bad_token');
  return c.text((c.req.query('hub.challenge') ?? '').slice(0, 200));
}

/** POST /callbacks/meta/:token: reports and replies, several at a time, signed with the app secret of the shop's app. */
export async function metaCallback(c: Context): Promise<Response> {
  const named = readInboxToken(c.req.param('token') ?? '');
  if (named?.channel !== 'whatsapp') return refuse(c, 'bad_token');
  const provider = await loadProvider(named.shop, 'whatsapp');
  const raw = await readBody(c, MOST_BYTES);
  if (!raw || provider?.credentials.provider !== 'meta') return refuse(c, 'bad_signature');
  const { appSecret, phoneNumberId } = provider.credentials;
  const expected = `sha256=${createHmac('sha256', appSecret).update(raw).digest('hex')}`;
  const given = c.req.header('x-hub-signature-256') ?? '';
  if (!equalBytes(Buffer.from(given), Buffer.from(expected))) return refuse(c, 'bad_signature');
  const parsed = callbackSchema.safeParse(parseJson(raw));
  if (!parsed.success) {
    countDrop('callback', 'bad_payload', new Date());
    return c.body(null, 200);
  }
  const values = parsed.data.entry.flatMap(({ changes }) => changes.map(({ value }) => value));
  for (const { metadata, statuses, messages } of values) {
    // One app may serve several numbers; this address stands for the shop's own.
    if (metadata?.phone_number_id !== phoneNumberId) continue;
    for (const status of statuses) await takeStatus(named.shop, status);
    for (const message of messages) await takeMessage(named.shop, message);
  }
  return c.body(null, 200);
}

async function takeStatus(shop: ShopId, told: z.infer<typeof statusSchema>): Promise<void> {
  const delivery = readReference(told.biz_opaque_callback_data ?? '');
  const status = reported.safeParse(told.status);
  if (delivery?.shop !== shop || !status.success) return;
  const [error] = told.errors;
  const reason = error && `${error.code} ${error.title}`.trim().slice(0, 300);
  const bounce = error && bounceOfMeta(error.code);
  const report = { status: status.data, reason, bounce, providerMessageId: told.id };
  const taken = await takeReport(shop, delivery.deliveryId, report, new Date());
  const outcome = taken.ok ? taken.value : taken.reason;
  logger.info({ shop, channel: 'whatsapp', status: status.data, outcome }, 'report');
}

async function takeMessage(shop: ShopId, message: z.infer<typeof messageSchema>): Promise<void> {
  const from = phoneNumberOf(`+${message.from}`);
  if (!from) return;
  const text = message.text?.body ?? message.button?.text ?? '';
  const meaning = await takeReply(shop, 'whatsapp', { from, text, id: message.id }, new Date());
  logger.info({ shop, channel: 'whatsapp', meaning }, 'reply');
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}

function refuse(c: Context, reason: string): Response {
  countDrop('callback', reason, new Date());
  return notFound(c);
}

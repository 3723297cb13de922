import type { Context } from 'hono';
import twilio from 'twilio';
import { z } from 'zod';
import { readInboxToken, readReference } from '~/channels/callback-token.server';
import type { Channel } from '~/channels/channel';
import { bounceOfTwilio } from '~/channels/twilio-failure';
import { loadProvider } from '~/channels/provider-store.server';
import { phoneNumberOf } from '~/contacts/contact';
import { env } from '~/env.server';
import { notFound } from '~/intake/answers';
import { readBody } from '~/intake/read-body';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { channelOfDelivery } from '~/messaging/delivery-report-store.server';
import type { Report } from '~/messaging/report';
import { takeReply } from '~/messaging/take-reply.server';
import { takeReport } from '~/messaging/take-report.server';
import { countDrop } from '~/tracking/count-drop.server';

const MOST_BYTES = 64 * 1024;

/** What Twilio's words for a message and for a call come to; others are on the way to one of these. */
const STATUSES: Record<string, Report['status']> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
  undelivered: 'failed',
  canceled: 'failed',
  completed: 'delivered',
  busy: 'failed',
  'no-answer': 'failed',
};

const statusSchema = z
  .object({
    MessageSid: z.string().optional(),
    MessageStatus: z.string().optional(),
    CallSid: z.string().optional(),
    CallStatus: z.string().optional(),
    ErrorCode: z.string().max(20).optional(),
  })
  .transform((form) => ({
    id: form.MessageSid ?? form.CallSid,
    said: form.MessageStatus ?? form.CallStatus ?? '',
    errorCode: form.ErrorCode,
  }));

const inboundSchema = z.object({
  MessageSid: z.string().min(1).max(100),
  From: z.string(),
  Body: z.string().default(''),
  OptOutType: z.enum(['STOP', 'START', 'HELP']).optional(),
});

/** POST /callbacks/twilio/status/:token: what became of one message or call. */
export async function twilioStatus(c: Context): Promise<Response> {
  const named = readReference(c.req.param('token') ?? '');
  const channel = named && (await channelOfDelivery(named.shop, named.deliveryId));
  if (!named || !channel) return refuse(c, named ? 'unknown_delivery' : 'bad_token');
  const form = await signedForm(c, named.shop, channel);
  if (!form) return refuse(c, 'bad_signature');
  const { id, said, errorCode } = statusSchema.parse(form);
  const status = STATUSES[said];
  if (!status) return c.body(null, 204);
  const reason = status === 'failed' ? (errorCode ? `${said}, Twilio error ${errorCode}` : said) : undefined;
  const taken = await takeReport(
    named.shop,
    named.deliveryId,
    { status, reason, bounce: bounceOfTwilio(Number(errorCode)), providerMessageId: id },
    new Date(),
  );
  logger.info(
    { shop: named.shop, channel, status, outcome: taken.ok ? taken.value : taken.reason },
    'report',
  );
  return c.body(null, 204);
}

/** POST /callbacks/twilio/inbound/:token: what somebody wrote back. Answered with TwiML that says nothing. */
export async function twilioInbound(c: Context): Promise<Response> {
  const named = readInboxToken(c.req.param('token') ?? '');
  if (!named || (named.channel !== 'sms' && named.channel !== 'whatsapp')) return refuse(c, 'bad_token');
  const form = await signedForm(c, named.shop, named.channel);
  if (!form) return refuse(c, 'bad_signature');
  const parsed = inboundSchema.safeParse(form);
  const from = phoneNumberOf(parsed.data?.From.replace('whatsapp:', '') ?? '');
  if (parsed.success && from) {
    const { MessageSid: id, Body: text, OptOutType } = parsed.data;
    const recognised = OptOutType?.toLowerCase() as 'stop' | 'start' | 'help' | undefined;
    const meaning = await takeReply(named.shop, named.channel, { from, text, id, recognised }, new Date());
    logger.info({ shop: named.shop, channel: named.channel, meaning }, 'reply');
  } else countDrop('callback', 'bad_payload', new Date());
  return c.body('<?xml version="1.0" encoding="UTF-8"?><Response></Response>', 200, {
    'Content-Type': 'text/xml',
  });
}

/** The form that was posted, where the shop's account at Twilio signed it for this very address. */
async function signedForm(
  c: Context,
  shop: ShopId,
  channel: Channel,
): Promise<Record<string, string> | undefined> {
  const provider = await loadProvider(shop, channel);
  const raw = await readBody(c, MOST_BYTES);
  if (!raw || provider?.credentials.provider !== 'twilio') return undefined;
  const form = Object.fromEntries(new URLSearchParams(raw.toString('utf8')));
  const { pathname, search } = new URL(c.req.url);
  const signature = c.req.header('x-twilio-signature') ?? '';
  const url = env.SHOPIFY_APP_URL + pathname + search;
  return twilio.validateRequest(provider.credentials.authToken, signature, url, form) ? form : undefined;
}

function refuse(c: Context, reason: string): Response {
  countDrop('callback', reason, new Date());
  return notFound(c);
}

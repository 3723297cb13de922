import { z } from 'zod';
import type { Channel } from '~/channels/channel';
import { deleteProvider, loadProviderToChange, saveProvider } from '~/channels/provider-store.server';
import { sendChannelTest } from '~/channels/send-channel-test.server';
import { type TestResult, testResultOf } from '~/channels/trouble';
import type { Shop } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { tokenBuckets } from '~/lib/token-buckets';
import { type ProviderValues, startingValues } from './provider-values';
import { emailAddress, phoneNumber, readProvider } from './read-provider.server';
import { whyUnfit } from './why-unfit.server';

export interface ChannelAnswer {
  /** The fields as they are stored, without secrets. */
  saved?: ProviderValues;
  errors?: Record<string, string>;
  test?: TestResult;
  disconnected?: true;
}

const intentSchema = z.enum(['connect', 'test', 'disconnect']);

/** Whoever may open the page must not make a sender of it: twenty tests at once, then one a minute. */
const mayTest = tokenBuckets({ burst: 20, perSecond: 1 / 60, keys: 10_000 });

/** Connects a provider, sends a test through whoever sends now, or disconnects, as the form says. */
export async function changeChannel(
  shop: Shop,
  channel: Channel,
  form: Record<string, string>,
  now: Date,
): Promise<ChannelAnswer> {
  const intent = intentSchema.safeParse(form['intent']);
  if (!intent.success) throw new Response('Unknown intent', { status: 400 });
  switch (intent.data) {
    case 'connect': {
      const stored = await loadProviderToChange(shop.id, channel);
      const { connection, errors } = readProvider(channel, form, stored?.credentials);
      if (errors) return { errors };
      const { credentials } = connection;
      const unfit = credentials.provider === 'smtp' ? await whyUnfit(credentials.host) : undefined;
      if (unfit) return { errors: { host: unfit } };
      await saveProvider(shop.id, channel, connection, now);
      const { provider } = credentials;
      logger.info({ shop: shop.id, channel, provider }, 'channel_connected');
      return { saved: startingValues(channel, connection) };
    }
    case 'test':
      return test(shop, channel, form['to'] ?? '', now);
    case 'disconnect':
      if (await deleteProvider(shop.id, channel))
        logger.info({ shop: shop.id, channel }, 'channel_disconnected');
      return { disconnected: true };
  }
}

async function test(shop: Shop, channel: Channel, typed: string, now: Date): Promise<ChannelAnswer> {
  const parsed = (channel === 'email' ? emailAddress : phoneNumber).safeParse(typed);
  if (!parsed.success) return { errors: { to: parsed.error.issues[0]?.message ?? '' } };
  if (!mayTest(String(shop.id), now.getTime()))
    return { errors: { to: 'Too many tests at once. Wait a minute, then send the next one.' } };
  const to = parsed.data;
  const own = await loadProviderToChange(shop.id, channel);
  if (own && !own.credentials) return { errors: { to: 'Enter the credentials again first.' } };
  const handover = await sendChannelTest(shop, channel, to);
  if (!handover) return { errors: { to: 'Connect a provider first.' } };
  logger.info({ shop: shop.id, channel, outcome: handover.outcome }, 'channel_test');
  return { test: testResultOf(channel, own?.provider ?? 'app', to, handover) };
}

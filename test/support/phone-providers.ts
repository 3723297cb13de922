import { env } from '~/env.server';
import { type LocalMeta, META_ACCOUNT, startMeta } from '../shopify/meta.ts';
import { Phones } from '../shopify/phones.ts';
import { ShopState } from '../shopify/shop-state.ts';
import { type LocalTwilio, startTwilio, TWILIO_ACCOUNT } from '../shopify/twilio.ts';

export const twilioCredentials = { provider: 'twilio' as const, ...TWILIO_ACCOUNT };
export const metaCredentials = { provider: 'meta' as const, ...META_ACCOUNT };
export const SENDER = '+4930901820000';

export interface PhoneProviders {
  phones: Phones;
  twilio: LocalTwilio;
  meta: LocalMeta;
  stop(): Promise<void>;
}

/** Twilio and Meta on loopback, and the app pointed at them. */
export async function startPhoneProviders(state = new ShopState()): Promise<PhoneProviders> {
  const phones = new Phones(state, 1);
  const twilio = await startTwilio(phones, { port: 0 });
  const meta = await startMeta(phones, { port: 0 });
  Object.assign(env, { TWILIO_API_URL: twilio.url, META_GRAPH_URL: meta.url });
  return {
    phones,
    twilio,
    meta,
    stop: async () => {
      await phones.settled();
      await twilio.stop();
      await meta.stop();
    },
  };
}

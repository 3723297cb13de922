import { type Channel, CHANNELS } from '~/channels/channel';
import { env } from '~/env.server';
import type { ShopId } from '~/lib/ids';
import { readNumbers, signNumbers } from '~/lib/signed-token.server';

/** What a message carries so that reports on it find its delivery. */
export function deliveryReference(shop: ShopId, deliveryId: bigint): string {
  return signNumbers('delivery report', [shop, deliveryId]);
}

/** The delivery that a reference names; undefined where we did not make it. */
export function readReference(reference: string): { shop: ShopId; deliveryId: bigint } | undefined {
  const [shop, deliveryId, ...rest] = readNumbers('delivery report', reference) ?? [];
  if (shop === undefined || deliveryId === undefined || rest.length > 0) return undefined;
  return { shop: Number(shop), deliveryId };
}

/** Where Twilio reports what became of one message. */
export const reportUrl = (reference: string): string =>
  `${env.SHOPIFY_APP_URL}/callbacks/twilio/status/${reference}`;

/** Says which shop's channel is being written to, in the address that the merchant enters at the provider. */
export function inboxToken(shop: ShopId, channel: Channel): string {
  return signNumbers('channel inbox', [shop, CHANNELS.indexOf(channel)]);
}

/** Whose channel an address names; undefined where we did not make it. */
export function readInboxToken(token: string): { shop: ShopId; channel: Channel } | undefined {
  const [shop, index, ...rest] = readNumbers('channel inbox', token) ?? [];
  const channel = CHANNELS[Number(index)];
  if (shop === undefined || !channel || rest.length > 0) return undefined;
  return { shop: Number(shop), channel };
}

/** Where a provider delivers what people write back. */
export const inboxUrl = (provider: 'twilio' | 'meta', shop: ShopId, channel: Channel): string =>
  provider === 'meta'
    ? `${env.SHOPIFY_APP_URL}/callbacks/meta/${inboxToken(shop, channel)}`
    : `${env.SHOPIFY_APP_URL}/callbacks/twilio/inbound/${inboxToken(shop, channel)}`;

/** What Meta has to say before it is told that the address is ours. */
export const metaVerifyToken = (shop: ShopId): string => signNumbers('meta verify', [shop]);

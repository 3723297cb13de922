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

/**
 * What an e-mail carries so that what comes back of it finds its delivery. It says, as a part of a keyed hash, which
 * address it went to: a contact's address may be another by then.
 */
export function mailToken(shop: ShopId, deliveryId: bigint, addressHash: string): string {
  return signNumbers('returned mail', [shop, deliveryId, addressMark(addressHash)]);
}

/** What the token of an e-mail says; undefined where we did not make it. */
export function readMailToken(
  token: string,
): { shop: ShopId; deliveryId: bigint; addressMark: number } | undefined {
  const [shop, deliveryId, mark, ...rest] = readNumbers('returned mail', token) ?? [];
  if (shop === undefined || deliveryId === undefined || mark === undefined) return undefined;
  return rest.length > 0 ? undefined : { shop: Number(shop), deliveryId, addressMark: Number(mark) };
}

/** What a mail's token keeps of the hash of an address. */
export const addressMark = (hash: string): number => Buffer.from(hash, 'base64url').readUInt32BE();

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

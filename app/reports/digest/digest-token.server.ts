import { env } from '~/env.server';
import type { ShopId } from '~/lib/ids';
import { readNumbers, signNumbers } from '~/lib/signed-token.server';

/** What a link in a mail to a recipient of the digest does. */
export type DigestLink = 'confirm' | 'stop';

const purposeOf = (does: DigestLink) => `digest ${does}`;

/** The address that does it, for one recipient. */
export const digestUrl = (does: DigestLink, shop: ShopId, recipientId: bigint): string =>
  `${env.SHOPIFY_APP_URL}/digest/${does}/${signNumbers(purposeOf(does), [shop, recipientId])}`;

/** Whom such an address is about; undefined where it was not made here. */
export function readDigestToken(
  does: DigestLink,
  token: string,
): { shop: ShopId; recipientId: bigint } | undefined {
  const [shop, recipientId] = readNumbers(purposeOf(does), token) ?? [];
  return shop === undefined || recipientId === undefined ? undefined : { shop: Number(shop), recipientId };
}

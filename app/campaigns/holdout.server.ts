import type { ShopId } from '~/lib/ids';
import { mac } from '~/lib/secrets.server';

const TWO_TO_32 = 2 ** 32;

/**
 * Whether a contact is in a campaign's holdout: the first 32 bits of an HMAC-SHA256 of shop, campaign and contact, as a
 * share of their range. The same contact comes out the same in a campaign whenever it is asked, and independently
 * of that in every other; nobody without the key can foretell it.
 * @param percent 1 to 50; null: nobody is
 */
export function isInHoldout(
  shop: ShopId,
  campaignId: bigint,
  percent: number | null,
): (contactId: bigint) => boolean {
  if (percent === null) return () => false;
  return (contactId) => {
    const digest = mac('holdout', Buffer.from(`${shop}:${campaignId}:${contactId}`));
    return digest.readUInt32BE(0) < (percent / 100) * TWO_TO_32;
  };
}

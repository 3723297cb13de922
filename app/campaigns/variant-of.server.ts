import type { Variant } from '~/campaigns/variants';
import type { ShopId } from '~/lib/ids';
import { mac } from '~/lib/secrets.server';

const TWO_TO_32 = 2 ** 32;

/**
 * Which variant a contact is sent, or that the contact waits for the one that wins: the first 32 bits of an HMAC-SHA256
 * of shop, campaign and contact say whether it takes part in the test, the next 32 which variant it gets. The same
 * contact comes out the same whenever it is asked, and independently of the holdout and of every other campaign.
 * @param variants at least one
 * @param percent of the audience that takes part
 */
export function variantOf(
  shop: ShopId,
  campaignId: bigint,
  variants: readonly [Variant, ...Variant[]],
  percent: number,
): (contactId: bigint) => Variant | 'rest' {
  const [first] = variants;
  if (variants.length === 1) return () => first;
  return (contactId) => {
    const digest = mac('variant', Buffer.from(`${shop}:${campaignId}:${contactId}`));
    if (digest.readUInt32BE(0) >= (percent / 100) * TWO_TO_32) return 'rest';
    return variants[Math.floor((digest.readUInt32BE(4) / TWO_TO_32) * variants.length)] ?? first;
  };
}

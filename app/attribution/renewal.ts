import { creditedValue } from '~/attribution/credit';
import type { Facts, FirstOrder, Settings } from '~/attribution/facts';
import { amountsOf, WHOLE_PPM } from '~/attribution/models/weights';

/** What a renewal brings a message that had a share of the first order of its subscription. */
export type RenewalCredit = FirstOrder['shares'][number] & { ordinal: number; amountMinor: bigint };

/** A renewal goes to the messages that won the first order of its subscription, in the shares that they have of it. */
export function renewalCredits({ order, subscription }: Facts, { basis }: Settings): RenewalCredit[] {
  if (!subscription || order.kind !== 'subscription_renewal' || order.test || order.deletedAt) return [];
  const weights = { shares: subscription.shares.map(({ weightPpm }) => weightPpm), whole: WHOLE_PPM };
  const amounts = amountsOf(weights, creditedValue(order, basis));
  return subscription.shares.map((share, ordinal) => ({
    ...share,
    ordinal,
    amountMinor: amounts[ordinal] ?? 0n,
  }));
}

import type { CreditSum, OrderSum } from '~/reports/sums.server';

/** Headline numbers of a period; money in minor units of the shop's currency. Test orders are left out. */
export interface Totals {
  orders: number;
  salesMinor: bigint;
  creditedOrders: number;
  /** Those that messages earned which were sent to people: without tracking links. */
  creditedToSent: number;
  creditedMinor: bigint;
}

export function totalsOf(orders: readonly OrderSum[], credits: readonly CreditSum[]): Totals {
  const counted = orders.filter(({ bucket }) => bucket !== 'excluded');
  return {
    orders: countOrders(counted),
    salesMinor: sumMinor(counted.map(({ valueMinor }) => valueMinor)),
    creditedOrders: countOrders(counted.filter(({ bucket }) => bucket === 'credited')),
    creditedToSent: countOrders(credits.filter(({ sent }) => sent)),
    creditedMinor: sumMinor(credits.map(({ amountMinor }) => amountMinor)),
  };
}

export const sumMinor = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((total, amount) => total + amount, 0n);

export const countOrders = (sums: readonly { orders: number }[]): number =>
  sums.reduce((total, { orders }) => total + orders, 0);

/** Message versions with what they earned, the largest amount first. */
export function byRevenue<Version extends { versionId: bigint; subject: string }>(
  versions: readonly Version[],
  credits: readonly CreditSum[],
): { version: Version; orders: number; minor: bigint }[] {
  return versions
    .map((version) => {
      const own = credits.filter(({ versionId }) => versionId === version.versionId);
      return {
        version,
        orders: countOrders(own),
        minor: sumMinor(own.map(({ amountMinor }) => amountMinor)),
      };
    })
    .sort(
      (a, b) =>
        (a.minor === b.minor ? b.orders - a.orders : a.minor > b.minor ? -1 : 1) ||
        a.version.subject.localeCompare(b.version.subject, 'en'),
    );
}

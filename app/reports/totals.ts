import type { CreditSum, OrderSum } from '~/reports/sums.server';

/** Headline numbers of a period; money in minor units of the shop's currency. Test orders are left out. */
export interface Totals {
  orders: number;
  salesMinor: bigint;
  /** What refunds, edits and cancellations come to, in `salesMinor`; undefined where that was not kept. */
  takenMinor: bigint | undefined;
  /** What an order is worth now on average; undefined without orders in the shop's currency. */
  averageMinor: bigint | undefined;
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
    takenMinor: takenOf(counted),
    averageMinor: averageOf(counted),
    creditedOrders: countOrders(counted.filter(({ bucket }) => bucket === 'credited')),
    creditedToSent: countOrders(credits.filter(({ sent }) => sent)),
    creditedMinor: sumMinor(credits.map(({ amountMinor }) => amountMinor)),
  };
}

function takenOf(sums: readonly OrderSum[]): bigint | undefined {
  const taken = sums.flatMap(({ takenMinor }) => takenMinor ?? []);
  return taken.length === sums.length ? sumMinor(taken) : undefined;
}

/** Rounded half up. */
function averageOf(sums: readonly OrderSum[]): bigint | undefined {
  const orders = BigInt(countOrders(sums) - sums.reduce((sum, { otherCurrency }) => sum + otherCurrency, 0));
  if (orders <= 0n) return undefined;
  return (sumMinor(sums.map(({ placedMinor }) => placedMinor)) * 2n + orders) / (orders * 2n);
}

export const sumMinor = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((total, amount) => total + amount, 0n);

export const countOrders = (sums: readonly { orders: number }[]): number =>
  sums.reduce((total, { orders }) => total + orders, 0);

/** Message versions with what they earned, the largest amount first. */
export function byRevenue<Version extends { versionId: bigint; subject?: string }>(
  versions: readonly Version[],
  credits: readonly CreditSum[],
): { version: Version; orders: number; minor: bigint }[] {
  const earned = new Map(credits.map((sum) => [sum.versionId, sum]));
  return versions
    .map((version) => {
      const { orders = 0, amountMinor: minor = 0n } = earned.get(version.versionId) ?? {};
      return { version, orders, minor };
    })
    .sort(
      (a, b) =>
        (a.minor === b.minor ? b.orders - a.orders : a.minor > b.minor ? -1 : 1) ||
        (a.version.subject ?? '').localeCompare(b.version.subject ?? '', 'en'),
    );
}

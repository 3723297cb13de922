import type { Period } from '~/lib/period';
import { sumMinor } from '~/reports/totals';

/** What began and ended on one day of a shop; monthly values are in minor units of its currency. */
export interface DayFlow {
  /** yyyy-mm-dd in the shop's zone. */
  day: string;
  /** Subscriptions that run from this day on, less those that ended. */
  active: number;
  /** The same of their monthly values. */
  monthlyMinor: bigint;
  /** The same of those whose monthly value is not known. */
  untold: number;
  /** Begun by an order that is known, and their monthly values. */
  begun: number;
  begunMinor: bigint;
  begunUntold: number;
  /** Come back after they had lapsed. */
  returned: number;
  /** Begun before the orders that are known. */
  known: number;
  lapsed: number;
  lapsedMinor: bigint;
}

/** Orders of subscriptions on one day: first orders, or renewals. */
export interface RevenueDay {
  day: string;
  renewal: boolean;
  orders: number;
  minor: bigint;
  /** Counted, and not in the value. */
  otherCurrency: number;
  /** Of no customer that is known, and so of no subscription. */
  nameless: number;
}

/** How subscriptions stand at the end of a day. */
export interface Standing {
  active: number;
  monthlyMinor: bigint;
  untold: number;
}

const NONE: Standing = { active: 0, monthlyMinor: 0n, untold: 0 };

const after = (standing: Standing, flow: DayFlow): Standing => ({
  active: standing.active + flow.active,
  monthlyMinor: standing.monthlyMinor + flow.monthlyMinor,
  untold: standing.untold + flow.untold,
});

/** How subscriptions stood when a period began, and at the end of each of its days. */
export function standingsIn(
  flows: readonly DayFlow[],
  { days }: Period,
): { start: Standing; ends: { day: string; standing: Standing }[] } {
  const [first = ''] = days;
  const start = flows.filter(({ day }) => day < first).reduce(after, NONE);
  const byDay = new Map(flows.map((flow) => [flow.day, flow]));
  let standing = start;
  const ends = days.map((day) => {
    const flow = byDay.get(day);
    if (flow) standing = after(standing, flow);
    return { day, standing };
  });
  return { start, ends };
}

/** All that subscriptions came to in a period. */
export interface Course {
  start: Standing;
  end: Standing;
  begun: number;
  begunMinor: bigint;
  begunUntold: number;
  returned: number;
  known: number;
  lapsed: number;
  lapsedMinor: bigint;
  firstOrders: number;
  firstMinor: bigint;
  renewals: number;
  renewalMinor: bigint;
  otherCurrency: number;
  nameless: number;
}

export function courseOf(flows: readonly DayFlow[], revenue: readonly RevenueDay[], period: Period): Course {
  const isIn = ({ day }: { day: string }) =>
    day >= (period.days.at(0) ?? '') && day <= (period.days.at(-1) ?? '');
  const own = flows.filter(isIn);
  const orders = revenue.filter(isIn);
  const count = (of: (flow: DayFlow) => number) => own.reduce((sum, flow) => sum + of(flow), 0);
  const ordersOf = (some: readonly RevenueDay[], of: (day: RevenueDay) => number) =>
    some.reduce((sum, day) => sum + of(day), 0);
  const [first, renewed] = [
    orders.filter(({ renewal }) => !renewal),
    orders.filter(({ renewal }) => renewal),
  ];
  const { start, ends } = standingsIn(flows, period);
  return {
    start,
    end: ends.at(-1)?.standing ?? start,
    begun: count(({ begun }) => begun),
    begunMinor: sumMinor(own.map(({ begunMinor }) => begunMinor)),
    begunUntold: count(({ begunUntold }) => begunUntold),
    returned: count(({ returned }) => returned),
    known: count(({ known }) => known),
    lapsed: count(({ lapsed }) => lapsed),
    lapsedMinor: sumMinor(own.map(({ lapsedMinor }) => lapsedMinor)),
    firstOrders: ordersOf(first, ({ orders }) => orders),
    firstMinor: sumMinor(first.map(({ minor }) => minor)),
    renewals: ordersOf(renewed, ({ orders }) => orders),
    renewalMinor: sumMinor(renewed.map(({ minor }) => minor)),
    otherCurrency: ordersOf(orders, ({ otherCurrency }) => otherCurrency),
    nameless: ordersOf(orders, ({ nameless }) => nameless),
  };
}

import { DateTime } from 'luxon';
import { formatMoney, toDecimal } from '~/lib/money';
import type { SalesOverviewData } from '~/reports/sales-overview/interpret';
import type { OrderSum } from '~/reports/sums.server';
import { totalsOf } from '~/reports/totals';

export interface DayView {
  /** yyyy-mm-dd in the shop's zone. */
  day: string;
  /** "24 Nov" */
  label: string;
  /** For drawing, in whole currency units; the text is exact. */
  credited: number;
  all: number;
  /** Of the day in the same place of the other period; absent where there is none. */
  before?: number;
  creditedText: string;
  allText: string;
  beforeText?: string;
  creditedOrders: number;
  allOrders: number;
}

/** The days of the period, each beside the one in the same place of the other period. */
export function daysOf({ period, before, currency, now }: SalesOverviewData): DayView[] {
  const money = (minor: bigint) => ({ minor, currency });
  const ordersOf = byDay(now.orders);
  const credited = new Map(now.credits.byDay.map(({ day, amountMinor }) => [day, amountMinor]));
  const ordersBefore = byDay(before?.orders ?? []);
  const zone = { locale: 'en' };
  return period.days.map((day, place) => {
    const totals = totalsOf(ordersOf.get(day) ?? [], []);
    const earned = money(credited.get(day) ?? 0n);
    const all = money(totals.salesMinor);
    const dayBefore = before?.period.days[place];
    const then =
      dayBefore === undefined ? undefined : money(totalsOf(ordersBefore.get(dayBefore) ?? [], []).salesMinor);
    return {
      day,
      label: DateTime.fromISO(day, zone).toFormat('d LLL'),
      credited: Number(toDecimal(earned)),
      all: Number(toDecimal(all)),
      ...(then && { before: Number(toDecimal(then)), beforeText: formatMoney(then) }),
      creditedText: formatMoney(earned),
      allText: formatMoney(all),
      creditedOrders: totals.creditedOrders,
      allOrders: totals.orders,
    };
  });
}

function byDay(sums: readonly OrderSum[]): Map<string, OrderSum[]> {
  const days = new Map<string, OrderSum[]>();
  for (const sum of sums) {
    const day = days.get(sum.day);
    if (day) day.push(sum);
    else days.set(sum.day, [sum]);
  }
  return days;
}

import { formatMoney, toDecimal } from '~/lib/money';
import type { SalesOverviewData } from '~/reports/sales-overview/interpret';

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
export function daysOf({ period, before, currency, now, filter }: SalesOverviewData): DayView[] {
  const money = (minor: bigint) => ({ minor, currency });
  const soldOn = new Map(now.orders.byDay.map((sum) => [sum.day, sum]));
  const earnedOn = new Map(now.creditDays.map((sum) => [sum.day, sum]));
  const filtered = filter.length > 0;
  const soldBefore = new Map(before?.orders.byDay.map(({ day, valueMinor }) => [day, valueMinor]));
  return period.days.map((day, place) => {
    const sold = soldOn.get(day);
    const credits = earnedOn.get(day);
    const earned = money(credits?.amountMinor ?? 0n);
    const all = money(sold?.valueMinor ?? 0n);
    const dayBefore = before?.period.days[place];
    const then = dayBefore === undefined ? undefined : money(soldBefore.get(dayBefore) ?? 0n);
    return {
      day,
      label: dayLabel(day),
      credited: Number(toDecimal(earned)),
      all: Number(toDecimal(all)),
      ...(then && { before: Number(toDecimal(then)), beforeText: formatMoney(then) }),
      creditedText: formatMoney(earned),
      allText: formatMoney(all),
      creditedOrders: (filtered ? credits?.orders : sold?.creditedOrders) ?? 0,
      allOrders: sold?.orders ?? 0,
    };
  });
}

const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

const dayLabel = (day: string) => dayAndMonth.format(new Date(`${day}T00:00:00Z`));

import { DateTime } from 'luxon';
import { formatMoney, type Money, toDecimal } from '~/lib/money';

/** One day of what is drawn over time. */
export interface TrendDay {
  /** yyyy-mm-dd in the shop's zone. */
  day: string;
  /** "24 Nov" */
  label: string;
  /** For drawing, in whole currency units; the text is exact. */
  value: number;
  text: string;
  count: number;
  /** Of the day in the same place of the other period; absent where there is none. */
  before?: number;
  beforeText?: string;
}

/** A day with its amount, beside that of the other period. */
export function trendDay(day: string, count: number, money: Money, before: Money | undefined): TrendDay {
  return {
    day,
    label: DateTime.fromISO(day, { locale: 'en' }).toFormat('d LLL'),
    value: Number(toDecimal(money)),
    text: formatMoney(money),
    count,
    ...(before && { before: Number(toDecimal(before)), beforeText: formatMoney(before) }),
  };
}

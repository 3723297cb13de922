import { DateTime } from 'luxon';

/** Whole days of a shop, as instants: from included, to excluded. */
export interface Period {
  from: Date;
  to: Date;
  /** The days as yyyy-mm-dd in the shop's zone, first to last. */
  days: string[];
  zone: string;
}

const DAY_MS = 86_400_000;

/**
 * The period from the first to the last day (yyyy-mm-dd, both included) in the shop's time zone.
 * @throws RangeError on a day that is none, on more than `366` days, or where they are out of order.
 */
export function periodOf(firstDay: string, lastDay: string, zone: string): Period {
  const first = DateTime.fromISO(firstDay, { zone }).startOf('day');
  const last = DateTime.fromISO(lastDay, { zone }).startOf('day');
  if (!first.isValid || !last.isValid || last < first)
    throw new RangeError(`not a period: ${firstDay} to ${lastDay}`);
  const days: string[] = [];
  // Days have names of their own: to step through them in a zone takes twenty times as long.
  for (let day = Date.parse(firstDay); day <= Date.parse(lastDay); day += DAY_MS) {
    if (days.length === 366) throw new RangeError('a period has at most 366 days');
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  return { from: first.toJSDate(), to: last.plus({ days: 1 }).toJSDate(), days, zone };
}

/** The last `count` days up to and including today in the shop's time zone. */
export function lastDays(count: number, now: Date, zone: string): Period {
  const today = DateTime.fromJSDate(now, { zone });
  return periodOf(today.minus({ days: count - 1 }).toISODate() ?? '', today.toISODate() ?? '', zone);
}

/** The period of the same length right before. */
export function previousPeriod(period: Period): Period {
  const first = DateTime.fromJSDate(period.from, { zone: period.zone });
  const length = period.days.length;
  return periodOf(
    first.minus({ days: length }).toISODate() ?? '',
    first.minus({ days: 1 }).toISODate() ?? '',
    period.zone,
  );
}

/** The same days one year earlier. */
export function yearBefore(period: Period): Period {
  const day = (of: string | undefined) =>
    DateTime.fromISO(of ?? '', { zone: period.zone })
      .minus({ years: 1 })
      .toISODate() ?? '';
  return periodOf(day(period.days.at(0)), day(period.days.at(-1)), period.zone);
}

/** A moment in the shop's time zone for a reader: "24 Nov 2026, 14:05". */
export function formatMoment(at: Date, zone: string, locale = 'en'): string {
  return DateTime.fromJSDate(at, { zone }).setLocale(locale).toFormat('d LLL yyyy, HH:mm');
}

/** The days of a period for a reader: "1 Nov 2026 – 30 Nov 2026", or one day alone. */
export function formatPeriod({ days, zone }: Period): string {
  const label = (day: string | undefined) =>
    DateTime.fromISO(day ?? '', { zone, locale: 'en' }).toFormat('d LLL yyyy');
  return days.length === 1 ? label(days[0]) : `${label(days[0])} – ${label(days.at(-1))}`;
}

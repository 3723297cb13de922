import { DateTime } from 'luxon';
import { type Period, periodOf } from '~/lib/period';

export const CADENCES = ['off', 'daily', 'weekly'] as const;
export type Cadence = (typeof CADENCES)[number];

export interface Schedule {
  cadence: Cadence;
  /** From 1, Monday; of a weekly digest. */
  weekday: number;
  /** In the shop's zone. */
  hour: number;
}

export const USUAL_SCHEDULE: Schedule = { cadence: 'off', weekday: 1, hour: 8 };

/** When a digest is due next after a moment, by the shop's own clock; null where it is off. */
export function nextDigest({ cadence, weekday, hour }: Schedule, after: Date, zone: string): Date | null {
  if (cadence === 'off') return null;
  const today = DateTime.fromJSDate(after, { zone }).startOf('day');
  for (let ahead = 0; ; ahead += 1) {
    const day = today.plus({ days: ahead });
    const due = day.set({ hour });
    if (due.toMillis() > after.getTime() && (cadence === 'daily' || day.weekday === weekday))
      return due.toJSDate();
  }
}

/** What a digest tells of: the day before it is due, or the seven days. */
export function digestPeriod(cadence: Exclude<Cadence, 'off'>, dueAt: Date, zone: string): Period {
  const last = DateTime.fromJSDate(dueAt, { zone }).minus({ days: 1 });
  const first = cadence === 'daily' ? last : last.minus({ days: 6 });
  return periodOf(first.toISODate() ?? '', last.toISODate() ?? '', zone);
}

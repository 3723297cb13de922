import { DateTime } from 'luxon';
import type { Duration, QuietHours, Wait } from '~/automations/definition';

/** So long after a moment; days and weeks by the shop's calendar. */
export function after(from: Date, { amount, unit }: Duration, zone: string): Date {
  return DateTime.fromJSDate(from, { zone })
    .plus({ [unit]: amount })
    .toJSDate();
}

/** Until when somebody waits who reaches a delay now: a moment that may be over. */
export function waitEnd(wait: Wait, now: Date, zone: string): Date {
  switch (wait.kind) {
    case 'for':
      return after(now, wait.duration, zone);
    case 'until_date':
      return DateTime.fromISO(`${wait.on}T${wait.at}`, { zone }).toJSDate();
    case 'until_time': {
      const [hour, minute] = clockOf(wait.at);
      const today = DateTime.fromJSDate(now, { zone });
      for (let days = 0; days <= 7; days += 1) {
        const day = today.plus({ days }).set({ hour, minute, second: 0, millisecond: 0 });
        const fits = wait.weekdays.length === 0 || wait.weekdays.includes(day.weekday);
        if (fits && day.toMillis() >= now.getTime()) return day.toJSDate();
      }
      throw new RangeError('a week without the day waited for');
    }
  }
}

/** When the quiet hours that it is in now end; undefined where it is in none. */
export function quietUntil({ from, to }: QuietHours, now: Date, zone: string): Date | undefined {
  const local = DateTime.fromJSDate(now, { zone });
  const [minute, start, end] = [local.hour * 60 + local.minute, minutesOf(from), minutesOf(to)];
  const quiet = start <= end ? start <= minute && minute < end : minute >= start || minute < end;
  if (!quiet) return undefined;
  const away = (end - minute + DAY_MINUTES) % DAY_MINUTES;
  const day = end <= minute ? local.plus({ days: 1 }) : local;
  const byClock = day.set({ hour: Math.floor(end / 60), minute: end % 60, second: 0, millisecond: 0 });
  // In the hour that comes twice, the time on the clock may name the first pass, which is over.
  return byClock > local ? byClock.toJSDate() : local.startOf('minute').plus({ minutes: away }).toJSDate();
}

const DAY_MINUTES = 24 * 60;

function clockOf(text: string): [hour: number, minute: number] {
  return [Number(text.slice(0, 2)), Number(text.slice(3))];
}

function minutesOf(text: string): number {
  const [hour, minute] = clockOf(text);
  return hour * 60 + minute;
}

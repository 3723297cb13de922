import { DateTime } from 'luxon';
import { done, type Outcome, refused } from '~/lib/outcome';

/**
 * The instant that a date (yyyy-mm-dd) and a time (HH:mm) mean in the shop's zone. A time that the clocks skip when
 * they go forward is none; one that comes twice when they go back is the first of the two.
 */
export function sendTimeOf(
  date: string,
  time: string,
  zone: string,
): Outcome<Date, 'no_date' | 'no_time' | 'skipped_by_clocks'> {
  if (!DateTime.fromISO(date).isValid) return refused('no_date');
  if (!/^\d{2}:\d{2}$/.test(time)) return refused('no_time');
  const at = DateTime.fromISO(`${date}T${time}`, { zone });
  if (!at.isValid) return refused('no_time');
  if (at.toFormat('HH:mm') !== time) return refused('skipped_by_clocks');
  return done(new Date(Math.min(...at.getPossibleOffsets().map((possible) => possible.toMillis()))));
}

/** Where the clocks go back and a time comes twice: which of the two is meant. */
export function clockNote(date: string, time: string, zone: string): string | undefined {
  const at = sendTimeOf(date, time, zone);
  if (!at.ok) return undefined;
  const first = DateTime.fromJSDate(at.value, { zone });
  if (first.getPossibleOffsets().length < 2) return undefined;
  return `The clocks go back that night, so ${time} comes twice. It goes out the first time (${first.toFormat("'UTC'Z")}).`;
}

/** A moment in the shop's zone, as the fields want it. */
export function sendTimeFields(at: Date, zone: string): { date: string; time: string } {
  const local = DateTime.fromJSDate(at, { zone });
  return { date: local.toISODate() ?? '', time: local.toFormat('HH:mm') };
}

/** What is wrong with a send time, under the field where it is wrong. */
export const sendTimeSentence = {
  no_date: { field: 'date', message: 'Choose a date.' },
  no_time: { field: 'time', message: 'Choose a time.' },
  skipped_by_clocks: {
    field: 'time',
    message: 'The clocks go forward that night and skip this time. Choose one before or after.',
  },
  in_the_past: { field: 'time', message: 'This time has passed. Choose a later one, or send now.' },
} as const;

/** The same as a form's errors: by field. */
export function errorOf(reason: keyof typeof sendTimeSentence): Record<string, string> {
  const { field, message } = sendTimeSentence[reason];
  return { [field]: message };
}

/** "Europe/Berlin time (UTC+1)" as of a moment. */
export function zoneText(zone: string, at: Date): string {
  return `${zone} time (${DateTime.fromJSDate(at, { zone }).toFormat("'UTC'Z")})`;
}

/** Tomorrow morning in the shop's zone, as the fields want it. */
export function tomorrowMorning(now: Date, zone: string): { date: string; time: string } {
  const tomorrow = DateTime.fromJSDate(now, { zone }).plus({ days: 1 });
  return { date: tomorrow.toISODate() ?? '', time: '09:00' };
}

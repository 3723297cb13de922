const DAY_MS = 86_400_000;

/** Days or whole months, both ends included; a month is named by its first day. All as yyyy-mm-dd. */
export interface Span {
  of: 'day' | 'month';
  first: string;
  last: string;
}

/** The fewest spans that a period is made of: its whole months, and the days at its ends. */
export function spansOf(first: string, last: string): Span[] {
  const wholeFrom = first.endsWith('-01') ? first : monthsOn(first, 1);
  const wholeTo = dayAfter(last).endsWith('-01') ? monthsOn(last, 0) : monthsOn(last, -1);
  if (wholeFrom > wholeTo) return [{ of: 'day', first, last }];
  const after = monthsOn(wholeTo, 1);
  return [
    ...(first < wholeFrom ? [{ of: 'day' as const, first, last: daysOn(wholeFrom, -1) }] : []),
    { of: 'month', first: wholeFrom, last: wholeTo },
    ...(after <= last ? [{ of: 'day' as const, first: after, last }] : []),
  ];
}

/** Runs of days that follow one another. */
export function runsOf(days: readonly string[]): { first: string; last: string }[] {
  const runs: { first: string; last: string }[] = [];
  for (const day of days.toSorted()) {
    const run = runs.at(-1);
    if (run && day <= dayAfter(run.last)) run.last = day;
    else runs.push({ first: day, last: day });
  }
  return runs;
}

const dayAfter = (day: string) => daysOn(day, 1);

const daysOn = (day: string, days: number) => isoDay(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);

/** The first day of the month so many months on. */
function monthsOn(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return isoDay(Date.UTC(year, month - 1 + months, 1));
}

const isoDay = (at: number) => new Date(at).toISOString().slice(0, 10);

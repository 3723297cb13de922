import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runsOf, spansOf } from '~/reports/day-spans';

const DAY_MS = 86_400_000;
const iso = (at: number) => new Date(at).toISOString().slice(0, 10);
const daysBetween = (first: string, last: string): string[] => {
  const days: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY_MS) days.push(iso(at));
  return days;
};
const lastOfMonth = (month: string) => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return iso(Date.UTC(year, number, 0));
};
const day = fc.integer({ min: 19_000, max: 21_500 }).map((number) => iso(number * DAY_MS));

describe('the spans of a period', () => {
  it('are its whole months, and the days at its ends', () => {
    expect(spansOf('2025-11-26', '2026-11-25')).toEqual([
      { of: 'day', first: '2025-11-26', last: '2025-11-30' },
      { of: 'month', first: '2025-12-01', last: '2026-10-01' },
      { of: 'day', first: '2026-11-01', last: '2026-11-25' },
    ]);
    expect(spansOf('2026-02-01', '2026-02-28')).toEqual([
      { of: 'month', first: '2026-02-01', last: '2026-02-01' },
    ]);
    expect(spansOf('2026-11-02', '2026-11-29')).toEqual([
      { of: 'day', first: '2026-11-02', last: '2026-11-29' },
    ]);
  });

  it('hold each of its days once, and no other', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 800 }), (first, more) => {
        const last = iso(Date.parse(first) + more * DAY_MS);
        const days = spansOf(first, last).flatMap((span) =>
          daysBetween(span.first, span.of === 'month' ? lastOfMonth(span.last) : span.last),
        );
        expect(days).toEqual(daysBetween(first, last));
      }),
    );
  });
});

describe('the runs of days', () => {
  it('are as few as can be, in their order', () => {
    expect(runsOf(['2026-03-01', '2026-01-31', '2026-02-01', '2026-01-31'])).toEqual([
      { first: '2026-01-31', last: '2026-02-01' },
      { first: '2026-03-01', last: '2026-03-01' },
    ]);
    fc.assert(
      fc.property(fc.array(day), (days) => {
        const runs = runsOf(days);
        expect(runs.flatMap(({ first, last }) => daysBetween(first, last))).toEqual(
          [...new Set(days)].sort(),
        );
        for (const [place, run] of runs.slice(1).entries())
          expect(Date.parse(run.first) - Date.parse(runs[place]?.last ?? '')).toBeGreaterThan(DAY_MS);
      }),
    );
  });
});

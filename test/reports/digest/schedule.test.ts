import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { digestPeriod, nextDigest } from '~/reports/digest/schedule';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'];
const moments = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2028-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('when a digest is due', () => {
  it('is the next such hour of the shop’s clock, on days that change the clock too', () => {
    fc.assert(
      fc.property(
        moments,
        fc.constantFrom(...ZONES),
        fc.constantFrom('daily' as const, 'weekly' as const),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 23 }),
        (after, zone, cadence, weekday, hour) => {
          const due = nextDigest({ cadence, weekday, hour }, after, zone);
          if (!due) throw new Error('never due');
          const days = (due.getTime() - after.getTime()) / 86_400_000;
          expect(days).toBeGreaterThan(0);
          expect(days).toBeLessThanOrEqual(cadence === 'daily' ? 1.1 : 7.1);
          const local = DateTime.fromJSDate(due, { zone });
          if (cadence === 'weekly') expect(local.weekday).toBe(weekday);
          // An hour that a clock leaves out is the one after it.
          expect([hour, hour + 1]).toContain(local.hour);
        },
      ),
    );
  });

  it('is never while it is off', () => {
    expect(nextDigest({ cadence: 'off', weekday: 1, hour: 8 }, new Date(), 'Europe/Berlin')).toBeNull();
  });

  it('tells of whole days before it', () => {
    const due = new Date('2026-11-23T07:00:00Z');
    expect(digestPeriod('daily', due, 'Europe/Berlin').days).toEqual(['2026-11-22']);
    const week = digestPeriod('weekly', due, 'Europe/Berlin').days;
    expect([week.length, week.at(0), week.at(-1)]).toEqual([7, '2026-11-16', '2026-11-22']);
  });
});

import { describe, expect, it } from 'vitest';
import { lastDays, periodOf, previousPeriod } from '~/lib/period';

describe('a period', () => {
  it('starts and ends at the shop’s midnights, also over a change of the clock', () => {
    const period = periodOf('2026-03-28', '2026-03-30', 'Europe/Berlin');
    expect(period.from.toISOString()).toBe('2026-03-27T23:00:00.000Z');
    expect(period.to.toISOString()).toBe('2026-03-30T22:00:00.000Z');
    expect(period.days).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
  });

  it('of the last days ends today where the shop is, which may be tomorrow in UTC', () => {
    expect(lastDays(2, new Date('2026-11-23T20:00:00Z'), 'Pacific/Auckland').days).toEqual([
      '2026-11-23',
      '2026-11-24',
    ]);
  });

  it('has one of the same length right before it', () => {
    const period = periodOf('2026-11-01', '2026-11-07', 'Europe/Berlin');
    expect(previousPeriod(period).days.at(0)).toBe('2026-10-25');
    expect(previousPeriod(period).to).toEqual(period.from);
  });

  it.each([
    ['2026-13-01', '2026-13-02'],
    ['2026-11-02', '2026-11-01'],
    ['2020-01-01', '2026-01-01'],
  ])('is refused from %s to %s', (first, last) => {
    expect(() => periodOf(first, last, 'UTC')).toThrow(RangeError);
  });
});

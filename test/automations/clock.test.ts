import { describe, expect, it } from 'vitest';
import { after, quietUntil, waitEnd } from '~/automations/clock';

const BERLIN = 'Europe/Berlin';
const iso = (at: Date | undefined) => at?.toISOString();

describe('a wait', () => {
  it('of days ends at the same time on the clock where clocks change meanwhile; one of hours takes so many hours', () => {
    const evening = new Date('2026-03-28T18:00:00Z');
    expect(iso(after(evening, { amount: 1, unit: 'days' }, BERLIN))).toBe('2026-03-29T17:00:00.000Z');
    expect(iso(after(evening, { amount: 24, unit: 'hours' }, BERLIN))).toBe('2026-03-29T18:00:00.000Z');
    const autumn = new Date('2026-10-24T17:00:00Z');
    expect(iso(after(autumn, { amount: 1, unit: 'weeks' }, BERLIN))).toBe('2026-10-31T18:00:00.000Z');
  });

  it('until a time of day ends at the next one, on the days it names', () => {
    const tuesday = new Date('2026-11-24T09:00:00Z');
    const until = (at: string, weekdays: number[]) =>
      iso(waitEnd({ kind: 'until_time', at, weekdays }, tuesday, BERLIN));
    expect(until('10:00', [])).toBe('2026-11-24T09:00:00.000Z');
    expect(until('09:30', [])).toBe('2026-11-25T08:30:00.000Z');
    expect(until('09:30', [2])).toBe('2026-12-01T08:30:00.000Z');
    expect(until('12:00', [1, 5])).toBe('2026-11-27T11:00:00.000Z');
  });

  it('until a time that the clocks leave out ends within the hour after it', () => {
    const night = new Date('2026-03-28T23:00:00Z');
    expect(iso(waitEnd({ kind: 'until_time', at: '02:30', weekdays: [] }, night, BERLIN))).toBe(
      '2026-03-29T01:30:00.000Z',
    );
  });

  it('until a day that is over has ended', () => {
    expect(iso(waitEnd({ kind: 'until_date', on: '2026-01-02', at: '09:00' }, new Date(), BERLIN))).toBe(
      '2026-01-02T08:00:00.000Z',
    );
  });
});

describe('quiet hours', () => {
  const NIGHT = { from: '21:00', to: '08:00' };

  it('begin and end on the minute, over midnight too', () => {
    const quiet = (at: string) => iso(quietUntil(NIGHT, new Date(at), BERLIN));
    expect(quiet('2026-11-24T19:59:59Z')).toBeUndefined();
    expect(quiet('2026-11-24T20:00:00Z')).toBe('2026-11-25T07:00:00.000Z');
    expect(quiet('2026-11-25T06:59:59Z')).toBe('2026-11-25T07:00:00.000Z');
    expect(quiet('2026-11-25T07:00:00Z')).toBeUndefined();
  });

  it('end by the clock in the night in which it changes', () => {
    const quiet = (at: string) => iso(quietUntil(NIGHT, new Date(at), BERLIN));
    expect(quiet('2026-03-28T23:00:00Z')).toBe('2026-03-29T06:00:00.000Z');
    expect(quiet('2026-10-24T23:00:00Z')).toBe('2026-10-25T07:00:00.000Z');
  });

  it('in the hour that comes twice end after both', () => {
    const twice = { from: '02:00', to: '02:45' };
    const second = new Date('2026-10-25T01:30:00Z');
    expect(iso(quietUntil(twice, second, BERLIN))).toBe('2026-10-25T01:45:00.000Z');
  });
});

import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { clockNote, sendTimeFields, sendTimeOf, tomorrowMorning, zoneText } from '~/ui/send-time';

const BERLIN = 'Europe/Berlin';

describe('a send time', () => {
  it('is meant in the time zone of the shop', () => {
    expect(sendTimeOf('2026-11-24', '09:00', BERLIN)).toEqual({
      ok: true,
      value: new Date('2026-11-24T08:00:00Z'),
    });
    expect(sendTimeOf('2026-11-24', '09:00', 'America/Los_Angeles')).toEqual({
      ok: true,
      value: new Date('2026-11-24T17:00:00Z'),
    });
  });

  it('that the clocks skip is refused', () => {
    expect(sendTimeOf('2027-03-28', '02:30', BERLIN)).toEqual({ ok: false, reason: 'skipped_by_clocks' });
    expect(sendTimeOf('2027-03-28', '03:00', BERLIN)).toMatchObject({ ok: true });
  });

  it('that comes twice is the first of the two', () => {
    expect(sendTimeOf('2026-10-25', '02:30', BERLIN)).toEqual({
      ok: true,
      value: new Date('2026-10-25T00:30:00Z'),
    });
  });

  it('that comes twice is pointed out, with the one that is meant', () => {
    expect(clockNote('2026-10-25', '02:30', BERLIN)).toBe(
      'The clocks go back that night, so 02:30 comes twice. It goes out the first time (UTC+2).',
    );
    expect(clockNote('2026-10-25', '03:00', BERLIN)).toBeUndefined();
    expect(clockNote('2027-03-28', '02:30', BERLIN)).toBeUndefined();
  });

  it('stands in the fields as it was typed', () => {
    const at = sendTimeOf('2026-11-24', '09:05', BERLIN);
    expect(at.ok && sendTimeFields(at.value, BERLIN)).toEqual({ date: '2026-11-24', time: '09:05' });
  });

  it.each([
    ['', '09:00', 'no_date'],
    ['2026-02-30', '09:00', 'no_date'],
    ['2026-02-20', '', 'no_time'],
    ['2026-02-20', '25:00', 'no_time'],
    ['2026-02-20', '9 am', 'no_time'],
  ])('of %j and %j is refused as %s', (date, time, reason) => {
    expect(sendTimeOf(date, time, BERLIN)).toEqual({ ok: false, reason });
  });

  it('reads back as it was typed, whatever the zone', () => {
    const zones = fc.constantFrom(BERLIN, 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Chatham', 'UTC');
    const minutes = fc.integer({ min: 0, max: 3 * 365 * 24 * 60 });
    fc.assert(
      fc.property(zones, minutes, (zone, minute) => {
        const typed = DateTime.fromISO('2026-01-01T00:00', { zone: 'UTC' }).plus({ minutes: minute });
        const at = sendTimeOf(typed.toFormat('yyyy-MM-dd'), typed.toFormat('HH:mm'), zone);
        if (!at.ok) return expect(at.reason).toBe('skipped_by_clocks');
        const read = DateTime.fromJSDate(at.value, { zone });
        expect(read.toFormat('yyyy-MM-dd HH:mm')).toBe(typed.toFormat('yyyy-MM-dd HH:mm'));
      }),
    );
  });
});

describe('the time zone', () => {
  it('is named with its distance from UTC', () => {
    expect(zoneText(BERLIN, new Date('2026-11-24T00:00:00Z'))).toBe('Europe/Berlin time (UTC+1)');
  });

  it('decides which day tomorrow is', () => {
    const late = new Date('2026-11-24T23:30:00Z');
    expect(tomorrowMorning(late, BERLIN)).toEqual({ date: '2026-11-26', time: '09:00' });
    expect(tomorrowMorning(late, 'America/New_York').date).toBe('2026-11-25');
  });
});

import { describe, expect, it } from 'vitest';
import { primaryText } from '~/routes/app.campaigns.$id.summary/primary-text';
import { relativeTime } from '~/ui/moment';
import { periodInQuery, presetPeriod, presetSchema } from '~/ui/period-query';
import { reportQuery } from '~/ui/report-query';
import { readableSubject } from '~/tagging/readable-subject';

const NOW = new Date('2026-11-24T12:00:00Z');
const counted = (willReceive: number, pages: 'all' | 'first_pages' = 'all') =>
  ({
    state: 'counted',
    ok: true,
    of: '{}',
    inSegments: willReceive,
    read: willReceive,
    excluded: 0,
    withoutConsent: 0,
    capped: 0,
    willReceive,
    counted: pages,
  }) as const;

describe('the button of the Summary', () => {
  it('says what it will do, with the number of people', () => {
    expect(primaryText('draft', counted(8), undefined)).toBe('Save draft');
    expect(primaryText('now', counted(1204), undefined)).toBe('Send to 1,204 contacts');
    expect(primaryText('now', counted(1), undefined)).toBe('Send to 1 contact');
    expect(primaryText('now', counted(2000, 'first_pages'), undefined)).toBe('Send to the audience');
    expect(primaryText('now', counted(200), undefined, 10)).toBe('Send to about 180 contacts');
    expect(primaryText('later', counted(8), '28 Nov 2026, 09:00')).toBe('Schedule for 28 Nov 2026, 09:00');
  });
});

describe('a moment', () => {
  it.each([
    ['2026-11-24T11:59:40Z', 'just now'],
    ['2026-11-24T11:57:00Z', '3 minutes ago'],
    ['2026-11-24T15:00:00Z', 'in 3 hours'],
    ['2026-11-23T12:00:00Z', 'yesterday'],
    ['2026-11-10T12:00:00Z', undefined],
  ])('%s reads as %s', (at, text) => {
    expect(relativeTime(new Date(at), NOW)).toBe(text);
  });
});

describe('a period in the address', () => {
  it('is thirty days where it says nothing it could mean', () => {
    expect(['7', '0', 'all', null].map((days) => presetSchema.parse(days))).toEqual(['7', '30', '30', '30']);
    expect(presetPeriod('7', NOW, 'UTC').days).toHaveLength(7);
  });

  it('of two days is read, and of anything else is none', () => {
    expect(periodInQuery({ from: '2026-11-01', to: '2026-11-03' }, 'UTC')?.days).toHaveLength(3);
    expect(periodInQuery({ from: '2026-11-03', to: '2026-11-01' }, 'UTC')).toBeUndefined();
    expect(periodInQuery({ from: '2026-11-31', to: '2026-12-01' }, 'UTC')).toBeUndefined();
    expect(periodInQuery({}, 'UTC')).toBeUndefined();
  });
});

describe('what a report is asked for', () => {
  const asked = (search: string) => reportQuery(new URLSearchParams(search), NOW, 'Europe/Berlin');

  it('is the last thirty days beside those before, by the day of the order, where the address says nothing', () => {
    const { period, before, basis, bar } = asked('basis=tax&compare=moon');
    expect([period.days.length, before?.days.at(-1), basis]).toEqual([30, '2026-10-25', 'placed']);
    expect(bar).toMatchObject({ preset: '30', label: 'Last 30 days', from: '2026-10-26', to: '2026-11-24' });
  });

  it('may be days of one’s own, a year before and the day on which money moved', () => {
    const { before, basis, bar } = asked('from=2026-11-01&to=2026-11-03&compare=year&basis=moved');
    expect(before?.days).toEqual(['2025-11-01', '2025-11-02', '2025-11-03']);
    expect([basis, bar.preset, bar.label]).toEqual(['moved', null, '1 Nov 2026 – 3 Nov 2026']);
    expect(asked('compare=none').before).toBeNull();
  });
});

describe('a subject in a report', () => {
  it('shows what stands in for a merge tag', () => {
    expect(readableSubject('For you, {{ first_name | default: "friend" }}')).toBe('For you, friend');
  });
});

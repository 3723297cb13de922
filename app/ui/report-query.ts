import { z } from 'zod';
import { formatPeriod, type Period, previousPeriod, yearBefore } from '~/lib/period';
import { DATE_BASES, type DateBasis } from '~/reports/basis';
import { type Comparison, COMPARISONS, type Preset, presetLabel } from '~/ui/period-presets';
import { periodInQuery, presetPeriod, presetSchema } from '~/ui/period-query';

/** What a report is asked for, as it stands in its address. */
export interface ReportQuery {
  period: Period;
  /** What it is set beside; null: nothing. */
  before: Period | null;
  basis: DateBasis;
  /** The same as the bar above a report shows it. */
  bar: ReportBarState;
}

export interface ReportBarState {
  /** Null where the days were chosen one by one. */
  preset: Preset | null;
  /** "Last 30 days" or the days themselves. */
  label: string;
  /** First and last day, yyyy-mm-dd. */
  from: string;
  to: string;
  compare: Comparison;
  basis: DateBasis;
}

const querySchema = z.object({
  compare: z.enum(COMPARISONS).catch('previous'),
  basis: z.enum(DATE_BASES).catch('placed'),
});

/** `?days=30` or `?from=…&to=…`, `?compare=year`, `?basis=moved`; what the address does not say is as it usually is. */
export function reportQuery(search: URLSearchParams, now: Date, zone: string): ReportQuery {
  const query = Object.fromEntries(search);
  const { compare, basis } = querySchema.parse(query);
  const chosen = periodInQuery(query, zone);
  const preset = chosen ? null : presetSchema.parse(query.days);
  const period = chosen ?? presetPeriod(preset ?? '30', now, zone);
  const before = { previous: previousPeriod, year: yearBefore, none: () => null }[compare](period);
  const label = preset ? presetLabel[preset] : formatPeriod(period);
  const [from = '', to = ''] = [period.days.at(0), period.days.at(-1)];
  return { period, before, basis, bar: { preset, label, from, to, compare, basis } };
}

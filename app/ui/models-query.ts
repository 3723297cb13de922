import { z } from 'zod';
import type { Period } from '~/lib/period';
import { type Dimension, DIMENSIONS } from '~/reports/models-compared/compare';
import { type Measure, MEASURES } from '~/reports/models-compared/interpret';
import type { Preset } from '~/ui/period-presets';
import { presetPeriod, presetSchema } from '~/ui/period-query';

export const dimensionLabel: Record<Dimension, string> = {
  message: 'Message',
  campaign: 'Campaign',
  channel: 'Channel',
  source: 'Source',
};

const querySchema = z.object({
  days: presetSchema,
  by: z.enum(DIMENSIONS).catch('message'),
  show: z.enum(MEASURES).catch('revenue'),
});

/** What a comparison of the models is asked for: `?days=30&by=channel&show=orders`. */
export function modelsQuery(
  search: URLSearchParams,
  now: Date,
  zone: string,
): { preset: Preset; period: Period; dimension: Dimension; measure: Measure } {
  const { days: preset, by: dimension, show: measure } = querySchema.parse(Object.fromEntries(search));
  return { preset, period: presetPeriod(preset, now, zone), dimension, measure };
}

import { z } from 'zod';
import { lastDays, type Period, periodOf } from '~/lib/period';
import { type Preset, PRESETS } from '~/ui/period-presets';

/** `?days=30`, thirty where the address says nothing it could mean. */
export const presetSchema = z.enum(PRESETS).catch('30');

/** The days of a preset, up to today in the shop's zone. */
export function presetPeriod(preset: Preset, now: Date, zone: string): Period {
  return lastDays(Number(preset), now, zone);
}

/** `?from=2026-11-01&to=2026-11-30`, both days included. */
export const daysSchema = z.object({ from: z.iso.date(), to: z.iso.date() });

/** The period of an address; undefined where it names none. */
export function periodInQuery(query: Record<string, string>, zone: string): Period | undefined {
  const parsed = daysSchema.safeParse(query);
  if (!parsed.success) return undefined;
  try {
    return periodOf(parsed.data.from, parsed.data.to, zone);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

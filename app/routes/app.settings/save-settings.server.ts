import { z } from 'zod';
import { knownTags } from '~/campaigns/known-tags.server';
import { saveTagDefaults } from '~/campaigns/tag-defaults-store.server';
import type { ShopId } from '~/lib/ids';
import { lintTagDefaults, NO_TAG_DEFAULTS, type TagDefaults } from '~/tagging/tag-defaults';
import type { FrequencyCap } from '~/messaging/frequency-cap';
import { loadFrequencyCap, saveFrequencyCap } from '~/messaging/frequency-cap-store.server';
import { type Retention, RETENTION_LIMITS } from '~/tracking/retention';
import { loadRetention, saveRetention } from '~/tracking/retention-store.server';
import { type CapValues, capValuesOf, readCap } from './cap-values';
import { fieldErrors } from '~/ui/form-errors';

/** What the page's fields hold. */
export type SettingsValues = TagDefaults & Record<keyof Retention, string> & CapValues;

export type SettingsAnswer =
  { saved: SettingsValues; errors?: undefined } | { saved?: undefined; errors: Record<string, string> };

export const valuesOf = (
  defaults: TagDefaults,
  retention: Retention,
  cap: FrequencyCap | undefined,
): SettingsValues => ({
  ...defaults,
  ...capValuesOf(cap),
  clickMonths: String(retention.clickMonths),
  touchMonths: String(retention.touchMonths),
  receiptDays: String(retention.receiptDays),
});

const value = z.string().trim().max(200, 'At most 200 characters.').default('');
const defaultsSchema = z.object({ source: value, medium: value, campaign: value });

const WHY_MONTHS =
  'An order looks back up to 90 days, and Shopify may tell of an order for the first time when it is 60 days old.';
const WHY_DAYS = 'Until then Shopify may send a webhook again, and one that failed can still be looked into.';

function lengthOf(name: keyof Retention, unit: string, why: string) {
  const { least, most } = RETENTION_LIMITS[name];
  return z
    .string()
    .trim()
    .regex(/^\d{1,4}$/, `Enter a whole number of ${unit}.`)
    .transform(Number)
    .refine((length) => length >= least, `At least ${least} ${unit}. ${why}`)
    .refine((length) => length <= most, `At most ${most} ${unit}.`);
}

const retentionSchema = z.object({
  clickMonths: lengthOf('clickMonths', 'months', WHY_MONTHS),
  touchMonths: lengthOf('touchMonths', 'months', WHY_MONTHS),
  receiptDays: lengthOf('receiptDays', 'days', WHY_DAYS),
});

/** Saves all settings of a form, or none of them and says by field why not. A length that is not told stays. */
export async function saveSettings(
  shop: ShopId,
  form: Record<string, string>,
  now: Date,
): Promise<SettingsAnswer> {
  const defaults = defaultsSchema.safeParse(form);
  const kept = await loadRetention(shop);
  const retention = retentionSchema.safeParse({ ...valuesOf(NO_TAG_DEFAULTS, kept, undefined), ...form });
  const cap = readCap({ ...capValuesOf(await loadFrequencyCap(shop)), ...form });
  const errors = {
    ...cap.errors,
    ...(defaults.success ? await refusalsOf(shop, defaults.data) : fieldErrors(defaults.error)),
    ...(retention.success ? {} : fieldErrors(retention.error)),
  };
  if (!defaults.success || !retention.success || Object.keys(errors).length > 0) return { errors };
  await saveTagDefaults(shop, defaults.data, now);
  await saveRetention(shop, retention.data);
  await saveFrequencyCap(shop, cap.value);
  return { saved: valuesOf(defaults.data, retention.data, cap.value) };
}

async function refusalsOf(shop: ShopId, defaults: TagDefaults): Promise<Record<string, string>> {
  const findings = lintTagDefaults(defaults, await knownTags(shop));
  return Object.fromEntries(
    findings.filter(({ level }) => level === 'refusal').map(({ field, message }) => [field, message]),
  );
}

import { z } from 'zod';
import { knownTags } from '~/campaigns/known-tags.server';
import { saveTagDefaults } from '~/campaigns/tag-defaults-store.server';
import type { ShopId } from '~/lib/ids';
import { lintTagDefaults, type TagDefaults } from '~/tagging/tag-defaults';
import { fieldErrors } from '~/ui/form-errors';

const value = z.string().trim().max(200, 'At most 200 characters.').default('');
const defaultsSchema = z.object({ source: value, medium: value, campaign: value });

export type SettingsAnswer =
  { saved: TagDefaults; errors?: undefined } | { saved?: undefined; errors: Record<string, string> };

/** Saves the tag defaults of a form, or says by field why not. */
export async function saveDefaults(
  shop: ShopId,
  form: Record<string, string>,
  now: Date,
): Promise<SettingsAnswer> {
  const parsed = defaultsSchema.safeParse(form);
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const refusals = lintTagDefaults(parsed.data, await knownTags(shop)).filter(
    ({ level }) => level === 'refusal',
  );
  if (refusals.length > 0)
    return { errors: Object.fromEntries(refusals.map(({ field, message }) => [field, message])) };
  await saveTagDefaults(shop, parsed.data, now);
  return { saved: parsed.data };
}

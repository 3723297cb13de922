import { changeSettings } from '~/attribution/change-settings.server';
import type { Shop } from '~/db.server';
import type { PreviewView } from '~/reports/settings-preview/interpret';
import { previewSettings } from '~/reports/settings-preview/query.server';
import { readRule } from './rule-values';

export type AttributionAnswer =
  | { kind: 'refused'; errors: Record<string, string> }
  | { kind: 'previewed'; preview: PreviewView; errors?: undefined }
  | { kind: 'saved'; version: number; errors?: undefined }
  | { kind: 'unchanged'; errors?: undefined };

/** Shows what a form's rule would change, or, where the form says so, makes it the shop's. */
export async function act(
  shop: Shop,
  { intent, ...form }: Record<string, string>,
  now: Date,
): Promise<AttributionAnswer> {
  const { rule, errors } = readRule(form);
  if (errors) return { kind: 'refused', errors };
  if (intent !== 'save') return { kind: 'previewed', preview: await previewSettings(shop, rule, now) };
  const changed = await changeSettings(shop.id, rule, now);
  return changed.ok ? { kind: 'saved', version: changed.value.version } : { kind: 'unchanged' };
}

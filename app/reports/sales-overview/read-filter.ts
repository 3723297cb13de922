import { z } from 'zod';
import { GRADES } from '~/attribution/evidence';
import { CHANNELS, LINK_CHANNEL } from '~/channels/channel';
import {
  type Condition,
  CUSTOMERS,
  type Filter,
  FILTER_FIELDS,
  type FilterField,
  MOST_CONDITIONS,
  MOST_GROUPS,
} from '~/reports/sales-overview/filter';

const id = z.string().regex(/^\d{1,18}$/);
const tag = z.string().max(1_000);
const valueSchema: Record<FilterField, z.ZodType<string>> = {
  channel: z.enum([...CHANNELS, LINK_CHANNEL]),
  campaign: id,
  automation: id,
  message: id,
  source: tag,
  medium: tag,
  tag_campaign: tag,
  customer: z.enum(CUSTOMERS),
  grade: z.enum(GRADES),
};

const conditionSchema = z.string().transform((text, context): Condition => {
  const [, not, name, written] = /^(!?)([a-z_]+)=(.*)$/s.exec(text) ?? [];
  const field = FILTER_FIELDS.find((known) => known === name);
  const value = field && valueSchema[field].safeParse(decoded(written ?? ''));
  if (field && value?.success) return { field, is: not === '', value: value.data };
  context.addIssue('not a condition');
  return z.NEVER;
});

const filterSchema = z
  .string()
  .transform((text) => text.split('|').map((group) => group.split('&')))
  .pipe(z.array(z.array(conditionSchema).max(MOST_CONDITIONS)).max(MOST_GROUPS));

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads what `writeFilter` writes.
 * @returns undefined where the text cannot be read as a whole
 */
export function readFilter(text: string | null): Filter | undefined {
  if (!text) return [];
  const parsed = filterSchema.safeParse(text);
  return parsed.success ? parsed.data : undefined;
}

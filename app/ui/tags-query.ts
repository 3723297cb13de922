import { z } from 'zod';
import { TAG_FIELDS } from '~/reports/tags-explorer/tag-field';

const field = z.enum(TAG_FIELDS);
const querySchema = z.object({ by: field.catch('source'), within: field.nullable().catch(null) });

/** `?by=source&within=medium`: by what the tags explorer puts messages together. */
export const tagsInQuery = (search: URLSearchParams) => {
  const { by, within } = querySchema.parse({
    by: search.get('by'),
    within: search.get('within') ?? 'medium',
  });
  return { by, within: within === by ? null : within };
};

import { z } from 'zod';

const segmentSchema = z.object({
  /** Shopify's global id. */
  id: z.string().startsWith('gid://shopify/Segment/').max(100),
  /** As it was called when it was chosen. */
  name: z.string().max(500),
});

/** The most segments that can be included, and excluded. */
export const MOST_SEGMENTS = 10;

/**
 * Whom a campaign is for: whoever is in one of the included segments and in none of the excluded ones. As it is kept
 * with the campaign and posted by the Audience step.
 */
export const audienceSchema = z.object({
  include: z.array(segmentSchema).max(MOST_SEGMENTS),
  exclude: z.array(segmentSchema).max(MOST_SEGMENTS),
});

export type Segment = z.infer<typeof segmentSchema>;
export type Audience = z.infer<typeof audienceSchema>;

export const NO_AUDIENCE: Audience = { include: [], exclude: [] };

/** The names of the included segments, as `{{segment}}` in tags has them; null where none is chosen. */
export function segmentNames({ include }: Audience): string | null {
  return include.length > 0 ? include.map(({ name }) => name).join(', ') : null;
}

/** "VIP customers, Tea lovers, without Wholesale partners"; null where nobody is chosen. */
export function audienceInWords(audience: Audience): string | null {
  const names = segmentNames(audience);
  if (names === null || audience.exclude.length === 0) return names;
  return `${names}, without ${audience.exclude.map(({ name }) => name).join(', ')}`;
}

/** Where the reading of an audience stands: on a page of one of its segments. */
export interface Place {
  /** Of `readingOrder`; 0 where it is absent. */
  segment?: number;
  /** Of the page; absent on the first. */
  cursor?: string;
  /** Which reading it is: members of excluded segments are noted under it. */
  run?: number;
}

/** The segments in the order they are read: whoever is excluded is known before anybody is included. */
export function readingOrder({ include, exclude }: Audience): { id: string; role: 'include' | 'exclude' }[] {
  return [
    ...exclude.map(({ id }) => ({ id, role: 'exclude' as const })),
    ...include.map(({ id }) => ({ id, role: 'include' as const })),
  ];
}

/** The page after this one; undefined where it was the last. */
export function placeAfter(
  audience: Audience,
  { segment = 0, run }: Place,
  next: string | undefined,
): Place | undefined {
  if (next) return { segment, run, cursor: next };
  return segment + 1 < readingOrder(audience).length ? { segment: segment + 1, run } : undefined;
}

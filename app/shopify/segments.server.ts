import { z } from 'zod';
import type { ContactFacts } from '~/contacts/contact';
import type { Shop } from '~/db.server';
import { AdminRequestFailed, adminRequest } from '~/shopify/admin-client.server';
import { factsOf, personSchema } from '~/shopify/customer';
import { SEGMENT, SEGMENT_MEMBERS, SEGMENTS } from '~/shopify/operations';

/** The segment was deleted in Shopify. */
export class SegmentGone extends Error {
  override name = 'SegmentGone';
}

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const segmentsAnswer = z.object({
  segments: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })), pageInfo }),
});
const membersAnswer = z.object({
  customerSegmentMembers: z.object({
    totalCount: z.number(),
    edges: z.array(z.object({ node: personSchema })),
    pageInfo,
  }),
});
const segmentAnswer = z.object({ segment: z.object({ id: z.string() }).nullable() });

/** All segments of the shop, in Shopify's order. `id` is Shopify's global id. */
export async function listSegments(shop: Shop): Promise<{ id: string; name: string }[]> {
  const segments: { id: string; name: string }[] = [];
  let after: string | null = null;
  do {
    const page: z.infer<typeof segmentsAnswer> = await adminRequest(
      shop.domain,
      SEGMENTS,
      { after },
      segmentsAnswer,
    );
    segments.push(...page.segments.nodes);
    after = page.segments.pageInfo.hasNextPage ? page.segments.pageInfo.endCursor : null;
  } while (after);
  return segments;
}

export interface SegmentPage {
  members: ContactFacts[];
  /** Where the next page begins; absent on the last. */
  next?: string;
  /** Members of the whole segment. */
  total: number;
}

/**
 * One page of a segment's members, 200 at most, with their consents.
 * @param segmentId Shopify's global id; or a query in the language of its segments
 * @throws SegmentGone where the segment is no more
 */
export async function segmentPage(shop: Shop, segmentId: string, cursor?: string): Promise<SegmentPage> {
  const isQuery = !segmentId.startsWith('gid://');
  const variables = { [isQuery ? 'query' : 'segment']: segmentId, after: cursor ?? null };
  const { customerSegmentMembers: page } = await adminRequest(
    shop.domain,
    SEGMENT_MEMBERS,
    variables,
    membersAnswer,
  ).catch((error: unknown) => segmentError(shop, segmentId, error));
  return {
    members: page.edges.flatMap(({ node }) => factsOf(node) ?? []),
    next: page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined,
    total: page.totalCount,
  };
}

async function segmentError(shop: Shop, segmentId: string, error: unknown): Promise<never> {
  if (
    error instanceof AdminRequestFailed &&
    segmentId.startsWith('gid://') &&
    !(await segmentExists(shop, segmentId))
  )
    throw new SegmentGone();
  throw error;
}

async function segmentExists(shop: Shop, segmentId: string): Promise<boolean> {
  try {
    const { segment } = await adminRequest(shop.domain, SEGMENT, { id: segmentId }, segmentAnswer);
    return segment !== null;
  } catch (error) {
    if (error instanceof AdminRequestFailed && error.reason === 'not_found') return false;
    throw error;
  }
}

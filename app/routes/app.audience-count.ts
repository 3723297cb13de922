import type { LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { CHANNELS } from '~/channels/channel';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { audienceCount, SegmentGone } from '~/shopify/segments.server';
import type { AudienceAnswer } from '~/ui/use-audience-count';

const querySchema = z.object({
  segment: z.string().startsWith('gid://shopify/Segment/'),
  channel: z.enum(CHANNELS),
});

/** How many people of a segment a channel reaches; asked for one segment at a time, once somebody looks at it. */
export async function loader({ request }: LoaderFunctionArgs): Promise<AudienceAnswer> {
  const { shop } = await authenticateMerchant(request);
  const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) return { ok: false, reason: 'segment_gone' };
  const { segment, channel } = query.data;
  try {
    return { ok: true, segment, ...(await audienceCount(shop, segment, channel)) };
  } catch (error) {
    if (error instanceof Response) throw error;
    return { ok: false, segment, reason: error instanceof SegmentGone ? 'segment_gone' : 'not_answered' };
  }
}

/** Whatever else is saved, the people in a segment are the same. */
export const shouldRevalidate = () => false;

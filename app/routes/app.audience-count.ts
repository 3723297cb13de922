import type { LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { audienceSchema } from '~/campaigns/audience';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { countAudience } from '~/shopify/count-audience.server';
import { SegmentGone } from '~/shopify/segments.server';
import { jsonField } from '~/ui/json-field';
import { notFound } from '~/ui/not-found';
import { idOf } from '~/ui/open-draft.server';
import type { AudienceAnswer } from '~/ui/use-audience-count';

const querySchema = z.object({ campaign: z.string(), audience: jsonField(audienceSchema) });

/** How many people an audience of a campaign would reach; asked once somebody looks at it. */
export async function loader({ request }: LoaderFunctionArgs): Promise<AudienceAnswer> {
  const { shop } = await authenticateMerchant(request);
  const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) throw notFound();
  const { audience } = query.data;
  const of = JSON.stringify(audience);
  const found = await loadCampaign(shop.id, idOf(query.data.campaign));
  if (!found) throw notFound();
  try {
    return { ok: true, of, ...(await countAudience(shop, audience, found.campaign.channel, new Date())) };
  } catch (error) {
    if (error instanceof Response) throw error;
    return { ok: false, of, reason: error instanceof SegmentGone ? 'segment_gone' : 'not_answered' };
  }
}

/** Whatever else is saved, the people in a segment are the same. */
export const shouldRevalidate = () => false;

import type { LoaderFunctionArgs } from '@remix-run/node';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { listSegments } from '~/shopify/segments.server';
import type { SegmentsAnswer } from '~/ui/segments-answer';

/** The shop's segments, for choosing one. */
export async function loader({ request }: LoaderFunctionArgs): Promise<SegmentsAnswer> {
  const { shop } = await authenticateMerchant(request);
  try {
    return { ok: true, segments: await listSegments(shop) };
  } catch (error) {
    if (error instanceof Response) throw error;
    return { ok: false };
  }
}

/** Whatever else is saved, the segments are the same. */
export const shouldRevalidate = () => false;

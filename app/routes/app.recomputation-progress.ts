import type { LoaderFunctionArgs } from '@remix-run/node';
import { recomputationProgress, type RecomputationProgress } from '~/attribution/recomputation-store.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';

/** How far the shop's orders are decided by its newest settings; null where these were never changed. */
export async function loader({ request }: LoaderFunctionArgs): Promise<RecomputationProgress | null> {
  const { shop } = await authenticateMerchant(request);
  return (await recomputationProgress(shop.id)) ?? null;
}

import type { LoaderFunctionArgs } from '@remix-run/node';
import { type RepairProgress, repairProgress } from '~/reports/reconciliation/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';

/** How far the repair that a merchant asked for is. */
export async function loader({ request }: LoaderFunctionArgs): Promise<RepairProgress> {
  const { shop } = await authenticateMerchant(request);
  return repairProgress(shop);
}

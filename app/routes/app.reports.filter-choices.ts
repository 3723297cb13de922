import type { LoaderFunctionArgs } from '@remix-run/node';
import { filterChoices } from '~/reports/sales-overview/filter-choices.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';

/** What the filter of a report can name, once somebody opens it. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  return { choices: await filterChoices(shop) };
}

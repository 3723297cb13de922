import type { LoaderFunctionArgs } from '@remix-run/node';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { notFound } from '~/ui/not-found';
import { pageTitle } from '~/ui/page-title';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Not found');

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticateMerchant(request);
  throw notFound();
}

export default function Nowhere() {
  return null;
}

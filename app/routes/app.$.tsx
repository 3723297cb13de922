import type { LoaderFunctionArgs } from '@remix-run/node';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { notFound } from '~/ui/not-found';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticateMerchant(request);
  throw notFound();
}

export default function Nowhere() {
  return null;
}

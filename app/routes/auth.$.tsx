import type { LoaderFunctionArgs } from '@remix-run/node';
import { shopify } from '~/shopify.server';

/** Where the library bounces for a session token and leaves the frame; it answers by throwing. */
export async function loader({ request }: LoaderFunctionArgs) {
  await shopify.authenticate.admin(request);
  return null;
}

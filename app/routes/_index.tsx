import { type LoaderFunctionArgs, redirect } from '@remix-run/node';

/** Shopify opens the app's address with the shop in it; whoever comes without is asked for the shop. */
export function loader({ request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  return redirect(searchParams.has('shop') ? `/app${search}` : '/auth/login');
}

import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { isRouteErrorResponse, Link, Outlet, useLoaderData, useRouteError } from '@remix-run/react';
import { NavMenu } from '@shopify/app-bridge-react';
import englishTexts from '@shopify/polaris/locales/en.json';
import { AppProvider } from '@shopify/shopify-app-remix/react';
import { boundary } from '@shopify/shopify-app-remix/server';
import { env } from '~/env.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { LibraryResponse } from '~/ui/library-response';
import { PageSkeleton, useSlowNavigation } from '~/ui/page-skeleton';

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticateMerchant(request);
  return { apiKey: env.SHOPIFY_API_KEY };
}

/** Whatever was done, the frame stays the same; each page asks for the merchant's session itself. */
export const shouldRevalidate = () => false;

export const headers: HeadersFunction = (of) => boundary.headers(of);

export default function AppFrame() {
  const { apiKey } = useLoaderData<typeof loader>();
  const goingTo = useSlowNavigation();
  return (
    <AppProvider isEmbeddedApp apiKey={apiKey} i18n={englishTexts}>
      <NavMenu>
        <Link to="/app" rel="home">
          Home
        </Link>
        <Link to="/app/campaigns">Campaigns</Link>
        <Link to="/app/automations">Automations</Link>
        <Link to="/app/links">Links</Link>
        <Link to="/app/orders">Orders</Link>
        <Link to="/app/reports/sales-overview">Reports</Link>
        <Link to="/app/settings">Settings</Link>
      </NavMenu>
      {goingTo ? <PageSkeleton path={goingTo} /> : <Outlet />}
    </AppProvider>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  if (!isRouteErrorResponse(error)) throw error;
  return <LibraryResponse {...error} />;
}

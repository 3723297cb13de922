import type { LinksFunction } from '@remix-run/node';
import { Links, Meta, Outlet, Scripts, ScrollRestoration } from '@remix-run/react';
import polarisStyles from '@shopify/polaris/build/esm/styles.css?url';
import type { ReactNode } from 'react';
import ownStyles from '~/ui/app.css?url';
import { pageTitle } from '~/ui/page-title';

export const links: LinksFunction = () => [
  { rel: 'preconnect', href: 'https://cdn.shopify.com/' },
  { rel: 'stylesheet', href: 'https://cdn.shopify.com/static/fonts/inter/v4/styles.css' },
  { rel: 'stylesheet', href: polarisStyles },
  { rel: 'stylesheet', href: ownStyles },
  { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' },
];

export const meta = () => pageTitle();

export function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

/** The last resort, where not even the frame of the app could be built. */
export function ErrorBoundary() {
  return (
    <main className="st-last-resort">
      <h1>Sales Trail could not be opened</h1>
      <p>Nothing is lost. Reload the page; if it stays this way, open the app again from your admin.</p>
    </main>
  );
}

import { isRouteErrorResponse, useRevalidator, useRouteError } from '@remix-run/react';
import { Banner, Card, EmptyState, Page, Text } from '@shopify/polaris';
import { LibraryResponse } from '~/ui/library-response';

/** What a page shows in its place when it cannot be shown: the app's frame and navigation stay. */
export function PageError() {
  const error = useRouteError();
  const { revalidate, state } = useRevalidator();
  if (isRouteErrorResponse(error))
    return error.status === 404 ? <NotFound /> : <LibraryResponse {...error} />;
  return (
    <Page title="Something went wrong">
      <Banner
        tone="critical"
        title="This page could not be loaded"
        action={{ content: 'Try again', onAction: revalidate, loading: state === 'loading' }}
        secondaryAction={{ content: 'Go to Home', url: '/app' }}
      >
        <Text as="p">
          Nothing is lost: messages go on being sent and orders go on being counted. Try again in a moment.
        </Text>
      </Banner>
    </Page>
  );
}

function NotFound() {
  return (
    <Page title="Not found">
      <Card>
        <EmptyState
          heading="There is nothing at this address"
          image="/empty-orders.svg"
          action={{ content: 'See campaigns', url: '/app/campaigns' }}
          secondaryAction={{ content: 'See orders', url: '/app/orders' }}
        >
          <Text as="p">It may have been deleted, or the link is incomplete.</Text>
        </EmptyState>
      </Card>
    </Page>
  );
}

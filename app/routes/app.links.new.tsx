import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Card, Page, Text } from '@shopify/polaris';
import { knownTags } from '~/campaigns/known-tags.server';
import { loadTagDefaults } from '~/campaigns/tag-defaults-store.server';
import { linkTokens } from '~/links/tracking-link';
import { createTrackingLink, listGroups } from '~/links/tracking-link-store.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { readForm } from '~/ui/form-errors';
import { LinkEditor } from '~/ui/link-editor';
import { startingValues } from '~/ui/link-values';
import { pageTitle } from '~/ui/page-title';
import { placeOf, readLink } from '~/ui/read-link.server';
import { TaggedAddress } from '~/ui/tagged-address';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Create link');

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const createdAt = new Date();
  return {
    values: startingValues(await loadTagDefaults(shop.id), createdAt, shop.timeZone),
    facts: {
      shop: placeOf(shop),
      known: await knownTags(shop.id),
      groups: await listGroups(shop.id),
      zone: shop.timeZone,
      createdAt,
    },
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, redirect } = await authenticateMerchant(request);
  const now = new Date();
  const read = await readLink(shop, await readForm(request), { createdAt: now });
  if (read.errors) return { errors: read.errors };
  const tokensOf = (createdAt: Date) => linkTokens(read.content.name, createdAt, shop.timeZone);
  const id = await createTrackingLink(shop.id, read.content, tokensOf, now);
  return redirect(`/app/links/${id}`);
}

export default function NewLink() {
  const { values, facts } = useLoaderData<typeof loader>();
  return (
    <Page
      title="Create link"
      subtitle="A short link to share anywhere, whose sales are counted"
      backAction={{ content: 'Links', url: '/app/links' }}
    >
      <LinkEditor
        saved={values}
        facts={facts}
        isNew
        aside={(typed) => (
          <Card>
            <BlockStack gap="300">
              <Text as="h2" variant="headingSm">
                What you get
              </Text>
              <Text as="p" tone="subdued">
                Once saved: a short link, a QR code to print, and a page with clicks, orders and revenue.
              </Text>
              <TaggedAddress values={typed} facts={facts} />
            </BlockStack>
          </Card>
        )}
      />
    </Page>
  );
}

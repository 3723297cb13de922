import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Box, Card, InlineGrid, Page, Text } from '@shopify/polaris';
import { z } from 'zod';
import { knownTags } from '~/campaigns/known-tags.server';
import { formatMoment } from '~/lib/period';
import { qrCodeOf } from '~/links/qr-code.server';
import { shortAddress } from '~/links/short-address.server';
import { linkStatusOf, linkTokens } from '~/links/tracking-link';
import {
  archiveTrackingLinks,
  listGroups,
  loadTrackingLink,
  saveTrackingLink,
} from '~/links/tracking-link-store.server';
import { loadNewestLink } from '~/messaging/version-store.server';
import { orderList } from '~/reports/order-list/query.server';
import { trackingLinkReport } from '~/reports/tracking-link/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { BesideCards } from '~/ui/beside-cards';
import { readForm } from '~/ui/form-errors';
import { isUnreachable } from '~/ui/keep-typed';
import { LinkBadge } from '~/ui/link-badge';
import { LinkEditor } from '~/ui/link-editor';
import { valuesOf } from '~/ui/link-values';
import { paginationOf, useListSearch } from '~/ui/list-search';
import { MetricCard } from '~/ui/metric-card';
import { notFound } from '~/ui/not-found';
import { idOf } from '~/ui/open-draft.server';
import { OrderTable } from '~/ui/order-table';
import { pageTitle } from '~/ui/page-title';
import { placeOf, readLink } from '~/ui/read-link.server';
import { ClicksCard } from './clicks-card';
import { ShareCard } from './share-card';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle(data?.values.name ?? 'Link');

const pageSchema = z.coerce.number().int().min(1).max(100_000).catch(1);

async function openLink(request: Request, idText: string | undefined) {
  const { shop } = await authenticateMerchant(request);
  const id = idOf(idText);
  const found = await loadTrackingLink(shop.id, id);
  if (!found) throw notFound();
  return { shop, id, ...found };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, id, link, message } = await openLink(request, params.id);
  const now = new Date();
  const page = pageSchema.parse(new URL(request.url).searchParams.get('page') ?? 1);
  const [report, orders, newest, known, groups, qr] = await Promise.all([
    trackingLinkReport(shop, message.id),
    orderList(shop, { trackingLinkId: id, page }),
    loadNewestLink(shop.id, message.id),
    knownTags(shop.id, { trackingLinkId: id }),
    listGroups(shop.id),
    qrCodeOf(shortAddress(link.slug)),
  ]);
  const tags = { source: message.utmSource, medium: message.utmMedium, campaign: message.utmCampaign };
  const { name, groupName, expiresAt, fallbackUrl, createdAt } = link;
  const content = { name, groupName, destination: message.text, tags, expiresAt, fallbackUrl };
  return {
    id: String(id),
    values: valuesOf(content, shop.timeZone),
    facts: { shop: placeOf(shop), known, groups, zone: shop.timeZone, createdAt },
    status: linkStatusOf(link, now),
    expired: expiresAt && expiresAt <= now ? formatMoment(expiresAt, shop.timeZone) : null,
    fallback: fallbackUrl || shop.storefrontUrl,
    share: { name, shortUrl: shortAddress(link.slug), taggedUrl: newest.taggedUrl, qr },
    report,
    orders,
    now,
  };
}

const intentSchema = z.enum(['save', 'archive', 'restore']);

export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, id, link } = await openLink(request, params.id);
  const form = await readForm(request);
  const intent = intentSchema.safeParse(form.intent);
  if (!intent.success) throw new Response('Unknown intent', { status: 400 });
  const now = new Date();
  if (intent.data !== 'save') {
    await archiveTrackingLinks(shop.id, [id], intent.data === 'archive', now);
    return {};
  }
  const read = await readLink(shop, form, { id, createdAt: link.createdAt });
  if (read.errors) return { errors: read.errors };
  const tokensOf = (createdAt: Date) => linkTokens(read.content.name, createdAt, shop.timeZone);
  const saved = await saveTrackingLink(shop.id, id, read.content, tokensOf, now);
  if (!saved.ok) throw notFound();
  return { saved: valuesOf(read.content, shop.timeZone) };
}

export default function LinkPage() {
  const loaded = useLoaderData<typeof loader>();
  const { id, values, facts, status, report, orders, now } = loaded;
  const { change } = useListSearch();
  const { submit, state, data } = useFetcher();
  const archived = status === 'archived';
  return (
    <Page
      title={values.name}
      titleMetadata={<LinkBadge status={status} />}
      subtitle={loaded.share.shortUrl.replace(/^https?:\/\//, '')}
      backAction={{ content: 'Links', url: '/app/links' }}
      secondaryActions={[
        {
          content: archived ? 'Bring back' : 'Archive',
          loading: state !== 'idle',
          onAction: () => submit({ intent: archived ? 'restore' : 'archive' }, { method: 'post' }),
        },
      ]}
    >
      <BlockStack gap="400">
        {isUnreachable(data) && state === 'idle' && (
          <Banner tone="critical" title="The app did not answer">
            <Text as="p">Nothing was changed. Try again in a moment.</Text>
          </Banner>
        )}
        {archived && (
          <Banner tone="info" title="Archived">
            <Text as="p">It stands aside in the list and goes on working: clicks and sales are counted.</Text>
          </Banner>
        )}
        {loaded.expired && (
          <Banner tone="warning" title={`Expired ${loaded.expired}`}>
            <Text as="p" breakWord>
              {`It leads to ${loaded.fallback} now. Clicks are counted, and no sale is credited to them. A later last day makes it work again.`}
            </Text>
          </Banner>
        )}
        <BesideCards>
          <InlineGrid columns={{ xs: 2, md: 4 }} gap="300">
            {[report.revenue, report.orders, report.uniqueClicks, report.totalClicks].map((metric) => (
              <MetricCard key={metric.name} metric={metric} />
            ))}
          </InlineGrid>
        </BesideCards>
        <LinkEditor
          key={id}
          saved={values}
          facts={facts}
          isNew={false}
          aside={() => (
            <BlockStack gap="400">
              <ShareCard {...loaded.share} />
              <ClicksCard report={report} />
            </BlockStack>
          )}
        />
        <Card padding="0">
          <Box padding="400">
            <BlockStack gap="100">
              <Text as="h2" variant="headingSm">
                Orders that this link earned
              </Text>
              <Text as="p" tone="subdued">
                {report.basis}
              </Text>
            </BlockStack>
          </Box>
          <OrderTable
            rows={orders.rows}
            now={now}
            timeZone={facts.zone}
            emptyText="No order yet. One that follows a click shows here within seconds of the purchase."
            pagination={paginationOf(orders, change)}
          />
        </Card>
      </BlockStack>
    </Page>
  );
}

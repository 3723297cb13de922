import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Box, Button, Card, EmptyState, InlineStack, Page, Text } from '@shopify/polaris';
import type { z } from 'zod';
import { bucketLabel } from '~/attribution/bucket';
import { gradeLabel } from '~/attribution/evidence';
import { TRAFFIC_CHANNELS } from '~/attribution/traffic-channel';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { orderList } from '~/reports/order-list/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { ListFilters } from '~/ui/list-filters';
import { paginationOf, useListSearch } from '~/ui/list-search';
import { ORDER_TABS, orderFilter, ordersQuery } from '~/ui/order-query';
import { OrderTable } from '~/ui/order-table';
import { pageTitle } from '~/ui/page-title';
import { ExportFailed, useExport } from '~/ui/use-export';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Orders');

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const { bucket, search, page, ...by } = ordersQuery.parse(query);
  const filter = orderFilter(query, shop.timeZone);
  const list = await orderList(shop, { ...filter, page });
  const named = by.campaign === undefined ? undefined : await loadCampaign(shop.id, by.campaign);
  return {
    ...list,
    bucket,
    search,
    only: narrowings({ ...by, days: filter.period?.days, campaign: named?.campaign.name }),
    now: new Date(),
    timeZone: shop.timeZone,
  };
}

type Narrowings = Omit<Partial<z.infer<typeof ordersQuery>>, 'campaign'> & {
  days?: readonly string[];
  campaign?: string;
};

/** What an address that leads here narrows the list to, in words. */
function narrowings(by: Narrowings): string[] {
  return [
    ...(by.days ? [`placed from ${by.days.at(0)} to ${by.days.at(-1)}`] : []),
    ...(by.campaign === undefined ? [] : [`credited to the campaign “${by.campaign}”`]),
    ...(by.automation === undefined ? [] : ['earned by one automation']),
    ...(by.variant ? [`by its variant ${by.variant}`] : []),
    ...(by.channel ? [`with a visit by ${TRAFFIC_CHANNELS[by.channel]}`] : []),
    ...(by.source === undefined ? [] : [`with a visit from ${by.source}`]),
    ...(by.grade ? [`with a credit by “${gradeLabel[by.grade]}”`] : []),
    ...(by.message === undefined ? [] : ['earned by one message']),
    ...(by.link === undefined ? [] : [by.link === null ? 'whose link is not known' : 'by one of its links']),
    ...(by.message_channel === undefined ? [] : [`earned by the channel “${by.message_channel}”`]),
    ...tagNarrowings(by),
    ...(by.other === undefined ? [] : [`brought by “${by.other}”`]),
    ...(by.subscription === undefined ? [] : [SUBSCRIPTION_WORDS[by.subscription]]),
    ...(by.subscription_of === undefined ? [] : ['of one customer’s subscription']),
    ...(by.product === undefined ? [] : [`with “${by.product}” on a selling plan`]),
    ...(by.lines === undefined ? [] : ['whose lines Shopify did not tell']),
    ...(by.credited === undefined ? [] : ['that no message earned']),
    ...(by.added === undefined ? [] : ['with something added after the checkout']),
    ...(by.first === undefined ? [] : ['that were their customer’s first']),
  ];
}

const SUBSCRIPTION_WORDS = { first: 'that began a subscription', renewal: 'that renewed a subscription' };

const tagNarrowings = (by: Narrowings): string[] =>
  (['utm_source', 'utm_medium', 'utm_campaign'] as const).flatMap((tag) =>
    by[tag] === undefined ? [] : [`earned with ${tag} “${by[tag]}”`],
  );

/** Everything that an address may narrow the list by, taken off. */
const NARROWING = [
  ...['from', 'to', 'grade', 'campaign', 'automation', 'variant', 'channel', 'source'],
  ...['message', 'link', 'message_channel', 'utm_source', 'utm_medium', 'utm_campaign', 'other'],
  ...['subscription', 'subscription_of', 'product', 'plan', 'lines', 'credited', 'added', 'first'],
];
const NOT_NARROWED = Object.fromEntries(NARROWING.map((name) => [name, undefined]));

export default function Orders() {
  const { bucket, search, only, ...list } = useLoaderData<typeof loader>();
  const searching = useListSearch();
  const { change } = searching;
  const exporting = useExport('/app/export/orders', 'orders');
  const none = list.total === 0 && bucket === 'all' && !search && only.length === 0 && list.page === 1;
  if (none)
    return (
      <Page title="Orders">
        <Card>
          <EmptyState
            heading="Every order will stand here, with the reason who earned it"
            image="/empty-orders.svg"
            action={{ content: 'Create campaign', url: '/app/campaigns/new' }}
          >
            <Text as="p">New orders of your shop arrive by themselves, within seconds of the purchase.</Text>
          </EmptyState>
        </Card>
      </Page>
    );
  return (
    <Page title="Orders" subtitle="Who earned each order, and why" secondaryActions={[exporting.action]}>
      <ExportFailed exporting={exporting} />
      <Card padding="0">
        <ListFilters
          tabs={ORDER_TABS.map((id) => ({ id, content: id === 'all' ? 'All' : bucketLabel[id] }))}
          selected={bucket}
          onSelect={(next) => change({ bucket: next })}
          placeholder="Search by order number"
          search={searching}
        />
        {only.length > 0 && (
          <Box padding="300" borderBlockEndWidth="025" borderColor="border-secondary">
            <InlineStack gap="300" blockAlign="center">
              <Text as="span">{`Orders ${only.join(', ')}`}</Text>
              <Button variant="plain" onClick={() => change(NOT_NARROWED)}>
                Show all orders
              </Button>
            </InlineStack>
          </Box>
        )}
        <OrderTable
          {...list}
          emptyText={search ? `No order matches “${search}”.` : 'No order stands here.'}
          pagination={paginationOf(list, change)}
        />
      </Card>
    </Page>
  );
}

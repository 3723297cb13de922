import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Box, Button, Card, EmptyState, InlineStack, Page, Text } from '@shopify/polaris';
import { z } from 'zod';
import { bucketLabel, BUCKETS } from '~/attribution/bucket';
import { gradeLabel, GRADES } from '~/attribution/evidence';
import { TRAFFIC_CHANNELS, trafficChannels } from '~/attribution/traffic-channel';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { variantSchema } from '~/campaigns/variants';
import { orderList } from '~/reports/order-list/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { ListFilters } from '~/ui/list-filters';
import { paginationOf, useListSearch } from '~/ui/list-search';
import { OrderTable } from '~/ui/order-table';
import { pageTitle } from '~/ui/page-title';
import { periodInQuery } from '~/ui/period-query';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Orders');

const TABS = ['all', ...BUCKETS] as const;

const querySchema = z.object({
  bucket: z.enum(TABS).catch('all'),
  search: z.string().max(100).catch(''),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  /** Of a credit: on which evidence it rests, and which campaign has it. */
  grade: z.enum(GRADES).optional().catch(undefined),
  campaign: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt)
    .optional()
    .catch(undefined),
  automation: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt)
    .optional()
    .catch(undefined),
  variant: variantSchema.optional().catch(undefined),
  /** Of a visit on the way to the order. */
  channel: z.enum(trafficChannels).optional().catch(undefined),
  source: z.string().max(500).optional().catch(undefined),
  /** Of the message that has a credit: which version it is, and its channel and tags. */
  message: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt)
    .optional()
    .catch(undefined),
  /** The place of its link that was clicked. */
  link: z
    .union([z.literal('unknown').transform(() => null), z.coerce.number().int().min(0).max(100_000)])
    .optional()
    .catch(undefined),
  message_channel: z.string().max(50).optional().catch(undefined),
  utm_source: z.string().max(1_000).optional().catch(undefined),
  utm_medium: z.string().max(1_000).optional().catch(undefined),
  utm_campaign: z.string().max(1_000).optional().catch(undefined),
  /** What else stood in the way of a credit. */
  other: z.string().max(1_000).optional().catch(undefined),
  subscription: z.enum(['first', 'renewal']).optional().catch(undefined),
  /** An order of the customer whose subscription it is. */
  subscription_of: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt)
    .optional()
    .catch(undefined),
  product: z.string().max(1_000).optional().catch(undefined),
  plan: z.string().max(1_000).catch(''),
  lines: z.literal('no').optional().catch(undefined),
  credited: z.literal('no').optional().catch(undefined),
  added: z.literal('yes').optional().catch(undefined),
  first: z.literal('yes').optional().catch(undefined),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const { bucket, search, page, grade, campaign, variant, channel, source, other, ...message } =
    querySchema.parse(query);
  const period = periodInQuery(query, shop.timeZone);
  const list = await orderList(shop, {
    ...{
      search,
      page,
      period,
      grade,
      campaignId: campaign,
      automationId: message.automation,
      variant,
      visits: { channel, source },
    },
    bucket: bucket === 'all' ? undefined : bucket,
    earnedBy: {
      versionId: message.message,
      link: message.link,
      channel: message.message_channel,
      source: message.utm_source,
      medium: message.utm_medium,
      campaign: message.utm_campaign,
    },
    otherSource: other,
    subscription: message.subscription,
    subscriptionOf: message.subscription_of,
    onPlan: message.lines === 'no' ? 'not_told' : planOf(message),
    isUncredited: message.credited === 'no',
    isAddedTo: message.added === 'yes',
    isFirst: message.first === 'yes',
  });
  const named = campaign === undefined ? undefined : await loadCampaign(shop.id, campaign);
  return {
    ...list,
    bucket,
    search,
    only: narrowings({
      ...{ days: period?.days, grade, campaign: named?.campaign.name, variant, channel, source, other },
      ...message,
    }),
    now: new Date(),
    timeZone: shop.timeZone,
  };
}

type Narrowings = Omit<Partial<z.infer<typeof querySchema>>, 'campaign'> & {
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

const planOf = ({ product, plan }: { product?: string | undefined; plan: string }) =>
  product === undefined ? undefined : { product, plan };

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
    <Page title="Orders" subtitle="Who earned each order, and why">
      <Card padding="0">
        <ListFilters
          tabs={TABS.map((id) => ({ id, content: id === 'all' ? 'All' : bucketLabel[id] }))}
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

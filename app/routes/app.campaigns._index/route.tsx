import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Card, EmptyState, Page, Text } from '@shopify/polaris';
import { CAMPAIGN_TABS, type CampaignTab } from '~/campaigns/campaign';
import { listCampaigns } from '~/campaigns/campaign-store.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { ListFilters } from '~/ui/list-filters';
import { campaignsQuery } from '~/ui/list-queries';
import { paginationOf, useListSearch } from '~/ui/list-search';
import { pageTitle } from '~/ui/page-title';
import { ExportFailed, useExport } from '~/ui/use-export';
import { CampaignTable } from './campaign-table';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Campaigns');

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const query = campaignsQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { rows, ...counts } = await listCampaigns(shop.id, query);
  return {
    ...query,
    ...counts,
    rows: rows.map((row) => ({ ...row, id: String(row.id) })),
    now: new Date(),
    timeZone: shop.timeZone,
  };
}

const tabTitle: Record<CampaignTab, string> = {
  all: 'All',
  draft: 'Draft',
  scheduled: 'Scheduled',
  sent: 'Sent',
  archived: 'Archived',
};

const create = { content: 'Create campaign', url: '/app/campaigns/new' };
const adopt = { content: 'Adopt a campaign', url: '/app/campaigns/adopt' };

export default function Campaigns() {
  const { tab, search, page, rows, total, pageSize, now, timeZone } = useLoaderData<typeof loader>();
  const list = useListSearch();
  const { change } = list;
  const exporting = useExport('/app/export/campaigns', 'campaigns');
  const none = rows.length === 0 && tab === 'all' && !search && page === 1;
  if (none)
    return (
      <Page title="Campaigns">
        <Card>
          <EmptyState
            heading="Send a message and see what it earns"
            image="/empty-campaigns.svg"
            action={create}
            secondaryAction={adopt}
          >
            <Text as="p">
              A campaign is one message to a segment of your customers. Turn on sales tracking, and every
              order that follows a click is credited to it.
            </Text>
          </EmptyState>
        </Card>
      </Page>
    );
  return (
    <Page title="Campaigns" primaryAction={create} secondaryActions={[exporting.action, adopt]}>
      <ExportFailed exporting={exporting} />
      <Card padding="0">
        <ListFilters
          tabs={CAMPAIGN_TABS.map((id) => ({ id, content: tabTitle[id] }))}
          selected={tab}
          onSelect={(next) => change({ tab: next })}
          placeholder="Search campaigns by name"
          search={list}
        />
        <CampaignTable
          rows={rows}
          now={now}
          timeZone={timeZone}
          emptyText={search ? `No campaign is called “${search}”.` : 'No campaign stands here.'}
          pagination={paginationOf({ page, pageSize, total }, change)}
        />
      </Card>
    </Page>
  );
}

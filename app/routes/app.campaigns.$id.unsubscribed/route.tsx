import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Card, EmptyState, Page, Text } from '@shopify/polaris';
import { z } from 'zod';
import { interpretUnsubscribed } from '~/reports/delivery-list/interpret';
import { deliveryList, DELIVERIES_PER_PAGE } from '~/reports/delivery-list/query.server';
import { CampaignBadge } from '~/ui/campaign-badge';
import { CampaignTabs } from '~/ui/campaign-tabs';
import { paginationOf, useListSearch } from '~/ui/list-search';
import { openCampaign } from '~/ui/open-draft.server';
import { pageTitle } from '~/ui/page-title';
import { ExportFailed, useExport } from '~/ui/use-export';
import { UnsubscribedTable } from './unsubscribed-table';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle('Unsubscribed', data?.name);

const pageSchema = z.coerce.number().int().min(1).max(100_000).catch(1);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign, messages } = await openCampaign(request, params.id);
  const page = pageSchema.parse(new URL(request.url).searchParams.get('page') ?? 1);
  const { rows, total } = await deliveryList(shop, id, { unsubscribed: true, page });
  return {
    id: String(id),
    name: campaign.name,
    status: campaign.status,
    failure: campaign.failure,
    sentElsewhere: campaign.sentElsewhere,
    severalVariants: messages.length > 1,
    rows: rows.map((row) => interpretUnsubscribed(row, shop.timeZone)),
    ...{ total, page, pageSize: DELIVERIES_PER_PAGE },
  };
}

export default function CampaignUnsubscribed() {
  const { id, name, status, failure, sentElsewhere, severalVariants, rows, ...list } =
    useLoaderData<typeof loader>();
  const { change } = useListSearch();
  const exporting = useExport(`/app/campaigns/${id}/unsubscribed-file`, 'unsubscribed');
  return (
    <Page
      title={name}
      titleMetadata={<CampaignBadge status={status} failure={failure} />}
      backAction={{ content: 'Campaigns', url: '/app/campaigns' }}
      secondaryActions={[{ ...exporting.action, disabled: list.total === 0 }]}
    >
      <BlockStack gap="400">
        <CampaignTabs id={id} selected="unsubscribed" />
        <ExportFailed exporting={exporting} />
        {list.total === 0 ? (
          <Card>
            <EmptyState
              heading={
                sentElsewhere
                  ? 'Known to the tool that sent it'
                  : 'Nobody has unsubscribed through this campaign'
              }
              image="/empty-campaigns.svg"
            >
              <Text as="p">
                {sentElsewhere
                  ? 'Who unsubscribed through a message of another tool is not known here.'
                  : 'Whoever uses the unsubscribe link of its message, or replies STOP to it, will stand here.'}
              </Text>
            </EmptyState>
          </Card>
        ) : (
          <Card padding="0">
            <UnsubscribedTable
              rows={rows}
              withVariant={severalVariants}
              pagination={paginationOf(list, change)}
            />
          </Card>
        )}
      </BlockStack>
    </Page>
  );
}

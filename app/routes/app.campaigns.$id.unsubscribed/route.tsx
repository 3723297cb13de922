import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Card, EmptyState, Page, Text } from '@shopify/polaris';
import { useState } from 'react';
import { z } from 'zod';
import { interpretUnsubscribed } from '~/reports/delivery-list/interpret';
import { deliveryList, DELIVERIES_PER_PAGE } from '~/reports/delivery-list/query.server';
import { CampaignBadge } from '~/ui/campaign-badge';
import { CampaignTabs } from '~/ui/campaign-tabs';
import { paginationOf, useListSearch } from '~/ui/list-search';
import { offerFile } from '~/ui/offer-file';
import { openCampaign } from '~/ui/open-draft.server';
import { pageTitle } from '~/ui/page-title';
import { showToast } from '~/ui/toast';
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
  const file = useFile(id);
  return (
    <Page
      title={name}
      titleMetadata={<CampaignBadge status={status} failure={failure} />}
      backAction={{ content: 'Campaigns', url: '/app/campaigns' }}
      secondaryActions={[
        {
          content: 'Export CSV',
          disabled: list.total === 0,
          loading: file.running,
          onAction: () => void file.fetch(),
        },
      ]}
    >
      <BlockStack gap="400">
        <CampaignTabs id={id} selected="unsubscribed" />
        {file.failed && (
          <Banner tone="critical" title="The file could not be made">
            <Text as="p">Nothing is lost: try again in a moment.</Text>
          </Banner>
        )}
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

/** Fetches the file of everybody on the list. */
function useFile(id: string) {
  const [state, setState] = useState<'idle' | 'running' | 'failed'>('idle');
  return {
    running: state === 'running',
    failed: state === 'failed',
    fetch: async () => {
      setState('running');
      try {
        const answer = await fetch(`/app/campaigns/${id}/unsubscribed-file`);
        if (!answer.ok) throw new Error(`answered ${answer.status}`);
        offerFile(await answer.blob(), 'unsubscribed.csv');
        showToast('CSV exported');
        setState('idle');
      } catch {
        setState('failed');
      }
    },
  };
}

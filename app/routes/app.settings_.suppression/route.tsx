import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Card, Modal, Page, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { channelLabel } from '~/channels/channel';
import { formatMoment } from '~/lib/period';
import { suppressionReasonInWords } from '~/messaging/suppression';
import { listSuppressed, SUPPRESSED_PER_PAGE } from '~/messaging/suppression-store.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { readForm } from '~/ui/form-errors';
import { isUnreachable, type Unreachable } from '~/ui/keep-typed';
import { ListFilters } from '~/ui/list-filters';
import { SUPPRESSION_TABS, suppressionQuery } from '~/ui/list-queries';
import { paginationOf, useListSearch } from '~/ui/list-search';
import { pageTitle } from '~/ui/page-title';
import { suppressionFilter } from '~/ui/suppression-filter.server';
import { showToast } from '~/ui/toast';
import { ExportFailed, useExport } from '~/ui/use-export';
import { AddCard } from './add-card';
import { changeList, type ListAnswer } from './change-list.server';
import { SuppressionTable } from './suppression-table';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Suppression list', 'Settings');

const TABS = SUPPRESSION_TABS.map((id) => ({ id, content: id === 'all' ? 'All' : channelLabel[id] }));

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const query = suppressionQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { page } = query;
  const { rows, total } = await listSuppressed(shop.id, {
    page,
    ...suppressionFilter(shop.id, query),
  });
  return {
    ...query,
    total,
    pageSize: SUPPRESSED_PER_PAGE,
    rows: rows.map(({ channel, addressHash: hash, reason, suppressedAt, address, name }) => ({
      id: `${channel}:${hash}`,
      address: address ?? `Not a contact now (${hash.slice(0, 8)}…)`,
      name,
      channel: channelLabel[channel],
      reason: suppressionReasonInWords[reason],
      since: formatMoment(suppressedAt, shop.timeZone),
    })),
  };
}

export async function action({ request }: ActionFunctionArgs): Promise<ListAnswer> {
  const { shop } = await authenticateMerchant(request);
  return changeList(shop.id, await readForm(request), new Date());
}

export default function Suppression() {
  const { tab, search, rows, ...pages } = useLoaderData<typeof loader>();
  const searching = useListSearch();
  const exporting = useExport('/app/export/suppression', 'suppression');
  const { submit, data, state } = useFetcher<ListAnswer | Unreachable>();
  const [asking, setAsking] = useState<{ ids: string[]; clear: () => void }>();
  useEffect(() => {
    if (data && !isUnreachable(data) && data.said) showToast(data.said);
  }, [data]);
  return (
    <Page
      title="Suppression list"
      subtitle="Addresses and numbers that no campaign is sent to"
      backAction={{ content: 'Settings', url: '/app/settings' }}
      secondaryActions={[exporting.action]}
    >
      <BlockStack gap="400">
        <ExportFailed exporting={exporting} />
        {isUnreachable(data) && state === 'idle' && (
          <Banner tone="critical" title="The app did not answer">
            <Text as="p">Nothing was changed. Try again in a moment.</Text>
          </Banner>
        )}
        <Card padding="0">
          <ListFilters
            tabs={TABS}
            selected={tab}
            onSelect={(next) => searching.change({ tab: next })}
            placeholder="Search for a whole e-mail address or phone number"
            search={searching}
          />
          <SuppressionTable
            rows={rows}
            emptyText={
              search
                ? 'This address is not on the list. Enter it as a whole, a number with + and its country code.'
                : 'Nobody is suppressed here. Addresses come onto the list by themselves when they take no mail or report it as spam, numbers when they cannot be reached; or you add them below.'
            }
            pagination={paginationOf(pages, searching.change)}
            onRemove={(ids, clear) => setAsking({ ids, clear })}
          />
        </Card>
        <AddCard />
      </BlockStack>
      <Modal
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={
          asking?.ids.length === 1 ? 'Remove one address?' : `Remove ${asking?.ids.length ?? 0} addresses?`
        }
        primaryAction={{
          content: 'Remove',
          destructive: true,
          onAction: () => {
            submit({ intent: 'remove', ids: asking?.ids.join(',') ?? '' }, { method: 'post' });
            asking?.clear();
            setAsking(undefined);
          },
        }}
        secondaryActions={[{ content: 'Keep', onAction: () => setAsking(undefined) }]}
      >
        <Modal.Section>
          <Text as="p">
            Campaigns are sent there again, where the consent still stands. Mail providers judge your shop by
            how many mails come back and are reported as spam.
          </Text>
        </Modal.Section>
      </Modal>
    </Page>
  );
}

import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Card, ChoiceList, EmptyState, Page, Text } from '@shopify/polaris';
import { useEffect } from 'react';
import { z } from 'zod';
import { shortAddress } from '~/links/short-address.server';
import { LINK_TABS, linkStatusLabel, linkStatusOf } from '~/links/tracking-link';
import { archiveTrackingLinks, listGroups, listTrackingLinks } from '~/links/tracking-link-store.server';
import { trackingLinkNumbers } from '~/reports/tracking-link/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { BesideCards } from '~/ui/beside-cards';
import { readForm } from '~/ui/form-errors';
import { isUnreachable, type Unreachable } from '~/ui/keep-typed';
import { ListFilters } from '~/ui/list-filters';
import { linksQuery } from '~/ui/list-queries';
import { paginationOf, useListSearch } from '~/ui/list-search';
import { pageTitle } from '~/ui/page-title';
import { showToast } from '~/ui/toast';
import { ExportFailed, useExport } from '~/ui/use-export';
import { LinkTable } from './link-table';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Links');

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const query = linksQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const now = new Date();
  const { rows, ...counts } = await listTrackingLinks(shop.id, query, now);
  const { numbers, notKept } = await trackingLinkNumbers(
    shop,
    rows.map(({ messageId }) => messageId),
  );
  return {
    ...query,
    ...counts,
    groups: await listGroups(shop.id),
    notKept,
    rows: rows.flatMap((row) => {
      const own = numbers.get(row.messageId);
      const { name, groupName, destination, source, medium, campaign } = row;
      const tags = `${source} / ${medium} / ${campaign}`;
      const link = { id: String(row.id), name, groupName, destination, tags };
      return own
        ? [{ ...link, ...own, shortUrl: shortAddress(row.slug), status: linkStatusOf(row, now) }]
        : [];
    }),
  };
}

const actionSchema = z.object({
  intent: z.enum(['archive', 'restore']),
  ids: z
    .string()
    .regex(/^\d{1,18}(,\d{1,18}){0,99}$/)
    .transform((ids) => ids.split(',').map(BigInt)),
});

export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const parsed = actionSchema.safeParse(await readForm(request));
  if (!parsed.success) return { said: 'This is not something that can be done here.' };
  const { intent, ids } = parsed.data;
  const changed = await archiveTrackingLinks(shop.id, ids, intent === 'archive', new Date());
  const links = changed === 1 ? '1 link' : `${changed} links`;
  return { said: `${links} ${intent === 'archive' ? 'archived' : 'brought back'}` };
}

const TABS = LINK_TABS.map((id) => ({ id, content: id === 'all' ? 'All' : linkStatusLabel[id] }));
const create = { content: 'Create link', url: '/app/links/new' };

export default function Links() {
  const { tab, search, group, groups, rows, notKept, ...pages } = useLoaderData<typeof loader>();
  const searching = useListSearch();
  const { change } = searching;
  const exporting = useExport('/app/export/links', 'links');
  const { submit, data, state } = useFetcher<{ said: string } | Unreachable>();
  useEffect(() => {
    if (data && !isUnreachable(data)) showToast(data.said);
  }, [data]);

  if (rows.length === 0 && tab === 'all' && !search && !group && pages.page === 1)
    return (
      <Page title="Links">
        <Card>
          <EmptyState
            heading="Share a link anywhere and see what it earns"
            image="/empty-campaigns.svg"
            action={create}
          >
            <Text as="p">
              A tracking link is a short, tagged link for a post, a printed code, a partner or a profile.
              Every order that follows a click is credited to it, and you can change where it leads at any
              time.
            </Text>
          </EmptyState>
        </Card>
      </Page>
    );
  const clearGroup = () => change({ group: undefined });
  return (
    <Page title="Links" primaryAction={create} secondaryActions={[exporting.action]}>
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
            onSelect={(next) => change({ tab: next })}
            placeholder="Search by name, destination or short link"
            search={searching}
            filters={[
              {
                key: 'group',
                label: 'Group',
                shortcut: true,
                filter: (
                  <ChoiceList
                    title="Group"
                    titleHidden
                    choices={groups.map((name) => ({ label: name, value: name }))}
                    selected={[group]}
                    onChange={([chosen]) => change({ group: chosen })}
                  />
                ),
              },
            ]}
            applied={group ? [{ key: 'group', label: `Group: ${group}`, onRemove: clearGroup }] : []}
            onClearFilters={clearGroup}
          />
          <LinkTable
            rows={rows}
            emptyText={search || group ? 'No link matches.' : 'No link stands here.'}
            pagination={paginationOf(pages, change)}
            onArchive={(ids, archived) =>
              submit({ intent: archived ? 'archive' : 'restore', ids: ids.join(',') }, { method: 'post' })
            }
          />
        </Card>
        {notKept && (
          <BesideCards>
            <Text as="p" tone="subdued">
              {notKept}
            </Text>
          </BesideCards>
        )}
      </BlockStack>
    </Page>
  );
}

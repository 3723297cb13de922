import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { Box, Card, EmptyState, Page, Text } from '@shopify/polaris';
import { useState } from 'react';
import { findSettings } from '~/attribution/attribution-store.server';
import { ruleSentence } from '~/attribution/rule-text';
import { AUTOMATION_TABS, type AutomationTab } from '~/automations/automation';
import { listAutomations } from '~/automations/automation-store.server';
import { db } from '~/db.server';
import { automationFigures } from '~/reports/automation/list.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { DeleteAutomations } from '~/ui/delete-automations';
import { ListFilters } from '~/ui/list-filters';
import { automationsQuery } from '~/ui/list-queries';
import { paginationOf, useListSearch } from '~/ui/list-search';
import { pageTitle } from '~/ui/page-title';
import { ExportFailed, useExport } from '~/ui/use-export';
import { actOnAutomations } from './act.server';
import { AutomationTable, type Row, type RowIntent } from './automation-table';
import { RenameAutomation } from './rename-automation';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Automations');

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const query = automationsQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { rows, ...counts } = await listAutomations(shop.id, query);
  const figures = await automationFigures(
    shop,
    rows.map(({ id }) => id),
  );
  return {
    ...query,
    ...counts,
    basis: ruleSentence(await findSettings(shop.id, db)),
    rows: rows.map((row) => ({ ...row, id: String(row.id), figures: figures.get(row.id) })),
  };
}

export const action = (args: ActionFunctionArgs) => actOnAutomations(args);

const tabTitle: Record<AutomationTab, string> = { all: 'All', active: 'Active', drafts: 'Drafts' };

const create = { content: 'New automation', url: '/app/automations/new' };

export default function Automations() {
  const { tab, search, page, rows, total, pageSize, basis } = useLoaderData<typeof loader>();
  const list = useListSearch();
  const { change } = list;
  const exporting = useExport('/app/export/automations', 'automations');
  const { submit } = useFetcher({ key: 'automations' });
  const [deleting, setDeleting] = useState<Row[]>([]);
  const [renaming, setRenaming] = useState<Row>();
  const send = (intent: RowIntent, of: Row[], name = '') =>
    submit({ intent, name, ids: of.map(({ id }) => id).join() }, { method: 'post' });
  const act = (intent: RowIntent, of: Row[]) => {
    if (intent === 'delete') setDeleting(of);
    else if (intent === 'rename') setRenaming(of[0]);
    else send(intent, of);
  };
  const none = rows.length === 0 && tab === 'all' && !search && page === 1;
  if (none)
    return (
      <Page title="Automations">
        <Card>
          <EmptyState
            heading="Write once, and let it send by itself"
            image="/empty-campaigns.svg"
            action={create}
          >
            <Text as="p">
              An automation writes to each customer at their own time: when they subscribe, leave a checkout
              behind or have ordered. Every message tells what it earned.
            </Text>
          </EmptyState>
        </Card>
      </Page>
    );
  return (
    <Page title="Automations" primaryAction={create} secondaryActions={[exporting.action]}>
      <ExportFailed exporting={exporting} />
      <Card padding="0">
        <ListFilters
          tabs={AUTOMATION_TABS.map((id) => ({ id, content: tabTitle[id] }))}
          selected={tab}
          onSelect={(next) => change({ tab: next })}
          placeholder="Search automations by name"
          search={list}
        />
        <AutomationTable
          rows={rows}
          onAct={act}
          emptyText={search ? `No automation is called “${search}”.` : 'No automation stands here.'}
          pagination={paginationOf({ page, pageSize, total }, change)}
        />
      </Card>
      <Box padding="400">
        <Text as="p" variant="bodySm" tone="subdued">
          {`All since each was first published. Opened: people, of the e-mails delivered. Clicked: people, of the tracked messages delivered. Goal: contacts who met it, of those who entered. Revenue: credited to its messages. ${basis}`}
        </Text>
      </Box>
      <DeleteAutomations
        open={deleting.length > 0}
        count={deleting.length}
        onClose={() => setDeleting([])}
        onDelete={() => send('delete', deleting)}
      />
      {renaming && (
        <RenameAutomation
          name={renaming.name}
          onClose={() => setRenaming(undefined)}
          onRename={(name) => send('rename', [renaming], name)}
        />
      )}
    </Page>
  );
}

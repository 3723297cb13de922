import {
  ActionList,
  BlockStack,
  Button,
  IndexTable,
  type IndexTableProps,
  InlineStack,
  Link,
  Popover,
  Text,
} from '@shopify/polaris';
import { MenuHorizontalIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import type { AutomationRow } from '~/automations/automation';
import { triggersInWords } from '~/automations/flow-words';
import type { ListFigure, ListFigures } from '~/reports/automation/list-figures';
import { AutomationBadge } from '~/ui/automation-badge';
import { ListTable } from '~/ui/list-table';

export type Row = Omit<AutomationRow, 'id'> & { id: string; figures: ListFigures | undefined };

/** What the list itself can do with one automation, or with those that are selected. */
export type RowIntent = 'on' | 'off' | 'rename' | 'clone' | 'delete';

interface AutomationTableProps {
  rows: Row[];
  emptyText: string;
  pagination: IndexTableProps['pagination'];
  onAct: (intent: RowIntent, rows: Row[]) => void;
}

/** The automations of a page; on a phone each is told in one cell beside its menu. */
export function AutomationTable({ onAct, ...list }: AutomationTableProps) {
  const { rows } = list;
  const menu = (row: Row) => (
    <IndexTable.Cell>
      <RowMenu row={row} onAct={(intent) => onAct(intent, [row])} />
    </IndexTable.Cell>
  );
  return (
    <ListTable
      {...list}
      resourceName={{ singular: 'automation', plural: 'automations' }}
      headings={[
        { title: 'Status' },
        { title: 'Automation' },
        { title: 'Audience' },
        ...FIGURES.map(({ title }) => ({ title, alignment: 'end' as const })),
        { title: 'Actions', hidden: true },
      ]}
      cells={(row) => (
        <>
          <IndexTable.Cell>
            <AutomationBadge status={row.status} />
          </IndexTable.Cell>
          <IndexTable.Cell className="st-cell-wrap">
            <AutomationLink row={row} />
          </IndexTable.Cell>
          <IndexTable.Cell className="st-cell-wrap">{triggersInWords(row.triggers) || '–'}</IndexTable.Cell>
          {FIGURES.map(({ name }) => (
            <IndexTable.Cell key={name}>
              <Text as="span" alignment="end" numeric>
                <Figure figure={row.figures?.[name]} />
              </Text>
            </IndexTable.Cell>
          ))}
          {menu(row)}
        </>
      )}
      phoneHeadings={[{ title: 'Automation' }, { title: 'Actions', hidden: true }]}
      phoneCells={(row) => (
        <>
          <IndexTable.Cell className="st-cell-wrap">
            <BlockStack gap="100" inlineAlign="start">
              <AutomationLink row={row} />
              <AutomationBadge status={row.status} />
              <Text as="span" tone="subdued">
                {triggersInWords(row.triggers) || 'No trigger yet'}
              </Text>
              {row.status !== 'draft' && (
                <InlineStack gap="200">
                  {FIGURES.map(({ name, title }) => (
                    <Text key={name} as="span" variant="bodySm">
                      {`${title} `}
                      <Figure figure={row.figures?.[name]} />
                    </Text>
                  ))}
                </InlineStack>
              )}
            </BlockStack>
          </IndexTable.Cell>
          {menu(row)}
        </>
      )}
      bulkActions={(selected, clear) => {
        const act = (intent: RowIntent) => {
          const chosen = rows.filter(({ id }) => selected.includes(id));
          onAct(intent, chosen);
          clear();
        };
        return [
          { content: 'Turn on', onAction: () => act('on') },
          { content: 'Turn off', onAction: () => act('off') },
          { content: 'Delete', onAction: () => act('delete') },
        ];
      }}
    />
  );
}

const FIGURES = [
  { name: 'opened', title: 'Opened' },
  { name: 'clicked', title: 'Clicked' },
  { name: 'goal', title: 'Goal' },
  { name: 'revenue', title: 'Revenue' },
] as const;

/** A number; one that is not known says why. */
function Figure({ figure }: { figure: ListFigure | undefined }) {
  if (!figure) return null;
  if ('text' in figure) return figure.text;
  return (
    <span title={figure.unknown}>
      <span aria-hidden>–</span>
      <span className="st-hidden">{figure.unknown}</span>
    </span>
  );
}

function AutomationLink({ row }: { row: Row }) {
  return (
    <Link url={`/app/automations/${row.id}`} dataPrimaryLink monochrome removeUnderline>
      <Text as="span" fontWeight="semibold" breakWord>
        {row.name}
      </Text>
    </Link>
  );
}

function RowMenu({ row, onAct }: { row: Row; onAct: (intent: RowIntent) => void }) {
  const [open, setOpen] = useState(false);
  const item = (content: string, intent: RowIntent) => ({
    content,
    destructive: intent === 'delete',
    onAction: () => {
      setOpen(false);
      onAct(intent);
    },
  });
  const turn =
    row.status === 'draft' ? [] : [row.status === 'active' ? item('Turn off', 'off') : item('Turn on', 'on')];
  return (
    // A row opens wherever it is clicked, but not by its menu.
    <div onClick={(event) => event.stopPropagation()} role="presentation">
      <Popover
        active={open}
        onClose={() => setOpen(false)}
        autofocusTarget="first-node"
        activator={
          <Button
            variant="tertiary"
            icon={MenuHorizontalIcon}
            accessibilityLabel={`Actions for ${row.name}`}
            onClick={() => setOpen((was) => !was)}
          />
        }
      >
        <ActionList
          actionRole="menuitem"
          items={[...turn, item('Rename', 'rename'), item('Clone', 'clone'), item('Delete', 'delete')]}
        />
      </Popover>
    </div>
  );
}

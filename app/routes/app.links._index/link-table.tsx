import { BlockStack, IndexTable, type IndexTableProps, InlineStack, Link, Text } from '@shopify/polaris';
import type { LinkStatus } from '~/links/tracking-link';
import type { LinkNumbers } from '~/reports/tracking-link/interpret';
import { CopyButton } from '~/ui/copy-button';
import { LinkBadge } from '~/ui/link-badge';
import { ListTable, NumberCell } from '~/ui/list-table';

export interface LinkRow extends LinkNumbers {
  id: string;
  name: string;
  groupName: string;
  shortUrl: string;
  destination: string;
  /** "instagram / social / spring" */
  tags: string;
  status: LinkStatus;
}

interface LinkTableProps {
  rows: LinkRow[];
  emptyText: string;
  pagination: IndexTableProps['pagination'];
  /** Archives the selected links, or brings them back. */
  onArchive: (ids: string[], archived: boolean) => void;
}

/** Tracking links with what each brought. */
export function LinkTable({ onArchive, ...list }: LinkTableProps) {
  return (
    <ListTable
      {...list}
      resourceName={{ singular: 'link', plural: 'links' }}
      bulkActions={(selected, clear) =>
        [
          { content: 'Archive', archived: true },
          { content: 'Bring back', archived: false },
        ].map(({ content, archived }) => ({
          content,
          onAction: () => {
            onArchive(selected, archived);
            clear();
          },
        }))
      }
      headings={[
        { title: 'Link' },
        { title: 'Status' },
        { title: 'Short link' },
        { title: 'Destination and tags' },
        { title: 'Clicks', alignment: 'end' },
        { title: 'Orders', alignment: 'end' },
        { title: 'Revenue', alignment: 'end' },
      ]}
      cells={(row) => (
        <>
          <IndexTable.Cell className="st-cell-wrap">
            <NameOf row={row} />
          </IndexTable.Cell>
          <IndexTable.Cell>
            <LinkBadge status={row.status} />
          </IndexTable.Cell>
          <IndexTable.Cell>
            <ShortUrl row={row} />
          </IndexTable.Cell>
          <IndexTable.Cell className="st-cell-wrap">
            <BlockStack>
              <span className="st-url">{row.destination}</span>
              <Text as="span" variant="bodySm" tone="subdued">
                {row.tags}
              </Text>
            </BlockStack>
          </IndexTable.Cell>
          <NumberCell text={row.clicks} />
          <NumberCell text={row.orders} />
          <NumberCell text={row.revenue} />
        </>
      )}
      phoneHeadings={[{ title: 'Link' }, { title: 'Revenue', alignment: 'end' }]}
      phoneCells={(row) => (
        <>
          <IndexTable.Cell className="st-cell-wrap">
            <BlockStack gap="100">
              <NameOf row={row} />
              <InlineStack gap="200" blockAlign="center">
                <LinkBadge status={row.status} />
                <Text as="span" tone="subdued">
                  {`${row.clicks} ${row.clicks === '1' ? 'click' : 'clicks'} · ${row.orders} ${row.orders === '1' ? 'order' : 'orders'}`}
                </Text>
              </InlineStack>
              <ShortUrl row={row} />
            </BlockStack>
          </IndexTable.Cell>
          <NumberCell text={row.revenue} />
        </>
      )}
    />
  );
}

function NameOf({ row }: { row: LinkRow }) {
  return (
    <BlockStack>
      <Link url={`/app/links/${row.id}`} dataPrimaryLink monochrome removeUnderline>
        <Text as="span" fontWeight="semibold" breakWord>
          {row.name}
        </Text>
      </Link>
      {row.groupName && (
        <Text as="span" variant="bodySm" tone="subdued" breakWord>
          {row.groupName}
        </Text>
      )}
    </BlockStack>
  );
}

function ShortUrl({ row }: { row: LinkRow }) {
  return (
    // A click on the row opens it; one on the button does not.
    <span role="presentation" onClick={(event) => event.stopPropagation()}>
      <InlineStack gap="100" wrap={false} blockAlign="center">
        <span className="st-url">{row.shortUrl.replace(/^https?:\/\//, '')}</span>
        <CopyButton text={row.shortUrl} label={`Copy the short link of ${row.name}`} />
      </InlineStack>
    </span>
  );
}

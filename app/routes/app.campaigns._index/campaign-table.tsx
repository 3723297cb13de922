import {
  BlockStack,
  Box,
  IndexTable,
  type IndexTableProps,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
} from '@shopify/polaris';
import type { CampaignRow } from '~/campaigns/campaign';
import { channelLabel } from '~/channels/channel';
import { CampaignBadge } from '~/ui/campaign-badge';
import { Moment } from '~/ui/moment';

type Row = Omit<CampaignRow, 'id'> & { id: string };

interface CampaignTableProps {
  rows: Row[];
  now: Date;
  timeZone: string;
  emptyText: string;
  pagination: IndexTableProps['pagination'];
}

/** The campaigns of a page; on a phone each is told in one cell. */
export function CampaignTable({ rows, now, timeZone, emptyText, pagination }: CampaignTableProps) {
  const { smDown } = useBreakpoints();
  return (
    <IndexTable
      // Rows remember their link when they appear, so a row of the other layout needs to be a new one.
      key={smDown ? 'phone' : 'desktop'}
      resourceName={{ singular: 'campaign', plural: 'campaigns' }}
      itemCount={rows.length}
      selectable={false}
      pagination={pagination}
      emptyState={
        <Box padding="800">
          <Text as="p" alignment="center" tone="subdued">
            {emptyText}
          </Text>
        </Box>
      }
      headings={
        smDown
          ? [{ title: 'Campaign' }]
          : [
              { title: 'Campaign' },
              { title: 'Status' },
              { title: 'Channel' },
              { title: 'Audience' },
              { title: 'Sent', alignment: 'end' },
              { title: 'Date' },
            ]
      }
    >
      {rows.map((row, index) => (
        <IndexTable.Row key={row.id} id={row.id} position={index}>
          {smDown ? (
            <IndexTable.Cell className="st-cell-wrap">
              <BlockStack gap="100">
                <CampaignLink row={row} />
                <InlineStack gap="200" blockAlign="center">
                  <CampaignBadge status={row.status} failure={row.failure} />
                  <Text as="span" tone="subdued">
                    {channelLabel[row.channel]}
                  </Text>
                </InlineStack>
                <Text as="span" tone="subdued">
                  <DateOf row={row} now={now} timeZone={timeZone} />
                </Text>
              </BlockStack>
            </IndexTable.Cell>
          ) : (
            <>
              <IndexTable.Cell className="st-cell-wrap">
                <CampaignLink row={row} />
              </IndexTable.Cell>
              <IndexTable.Cell>
                <CampaignBadge status={row.status} failure={row.failure} />
              </IndexTable.Cell>
              <IndexTable.Cell>{channelLabel[row.channel]}</IndexTable.Cell>
              <IndexTable.Cell className="st-cell-wrap">{row.audience ?? '–'}</IndexTable.Cell>
              <IndexTable.Cell>
                <Text as="span" alignment="end" numeric>
                  {row.status === 'draft' || row.status === 'scheduled' ? '–' : row.sent.toLocaleString('en')}
                </Text>
              </IndexTable.Cell>
              <IndexTable.Cell>
                <DateOf row={row} now={now} timeZone={timeZone} />
              </IndexTable.Cell>
            </>
          )}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function CampaignLink({ row }: { row: Row }) {
  return (
    <Link url={`/app/campaigns/${row.id}`} dataPrimaryLink monochrome removeUnderline>
      <Text as="span" fontWeight="semibold" breakWord>
        {row.name}
      </Text>
    </Link>
  );
}

function DateOf({ row, now, timeZone }: { row: Row; now: Date; timeZone: string }) {
  const [word, at] = row.sentAt
    ? ['Sent', row.sentAt]
    : row.status === 'scheduled' && row.scheduledAt
      ? ['Goes out', row.scheduledAt]
      : ['Changed', row.updatedAt];
  return (
    <>
      {`${word} `}
      <Moment at={at} now={now} zone={timeZone} />
    </>
  );
}

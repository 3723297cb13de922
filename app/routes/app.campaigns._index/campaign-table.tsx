import { BlockStack, IndexTable, type IndexTableProps, InlineStack, Link, Text } from '@shopify/polaris';
import type { CampaignRow } from '~/campaigns/campaign';
import { channelLabel } from '~/channels/channel';
import { AdoptedBadge, CampaignBadge } from '~/ui/campaign-badge';
import { ListTable, NumberCell } from '~/ui/list-table';
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
export function CampaignTable({ now, timeZone, ...list }: CampaignTableProps) {
  return (
    <ListTable
      {...list}
      resourceName={{ singular: 'campaign', plural: 'campaigns' }}
      headings={[
        { title: 'Campaign' },
        { title: 'Status' },
        { title: 'Channel' },
        { title: 'Audience' },
        { title: 'Sent', alignment: 'end' },
        { title: 'Date' },
      ]}
      cells={(row) => (
        <>
          <IndexTable.Cell className="st-cell-wrap">
            <CampaignLink row={row} />
          </IndexTable.Cell>
          <IndexTable.Cell>
            <InlineStack gap="100">
              <CampaignBadge status={row.status} failure={row.failure} />
              {row.adopted && <AdoptedBadge />}
            </InlineStack>
          </IndexTable.Cell>
          <IndexTable.Cell>{channelLabel[row.channel]}</IndexTable.Cell>
          <IndexTable.Cell className="st-cell-wrap">{row.audience ?? '–'}</IndexTable.Cell>
          <NumberCell text={isSentKnown(row) ? row.sent.toLocaleString('en') : '–'} />
          <IndexTable.Cell>
            <DateOf row={row} now={now} timeZone={timeZone} />
          </IndexTable.Cell>
        </>
      )}
      phoneHeadings={[{ title: 'Campaign' }]}
      phoneCells={(row) => (
        <IndexTable.Cell className="st-cell-wrap">
          <BlockStack gap="100">
            <CampaignLink row={row} />
            <InlineStack gap="200" blockAlign="center">
              <CampaignBadge status={row.status} failure={row.failure} />
              {row.adopted && <AdoptedBadge />}
              <Text as="span" tone="subdued">
                {channelLabel[row.channel]}
              </Text>
            </InlineStack>
            <Text as="span" tone="subdued">
              <DateOf row={row} now={now} timeZone={timeZone} />
            </Text>
          </BlockStack>
        </IndexTable.Cell>
      )}
    />
  );
}

const isSentKnown = ({ status, sentElsewhere }: Row) =>
  status !== 'draft' && status !== 'scheduled' && !sentElsewhere;

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

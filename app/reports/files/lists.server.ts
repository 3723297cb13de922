import { listAutomations } from '~/automations/automation-store.server';
import type { AutomationTab } from '~/automations/automation';
import { triggersInWords } from '~/automations/flow-words';
import type { CampaignTab } from '~/campaigns/campaign';
import { listCampaigns } from '~/campaigns/campaign-store.server';
import { type Channel, channelLabel } from '~/channels/channel';
import type { Shop } from '~/db.server';
import { shortAddress } from '~/links/short-address.server';
import { type LinkTab, linkStatusLabel, linkStatusOf } from '~/links/tracking-link';
import { listTrackingLinks } from '~/links/tracking-link-store.server';
import { suppressionReasonInWords } from '~/messaging/suppression';
import { eachSuppressed } from '~/messaging/suppression-store.server';
import { automationSums } from '~/reports/automation/list.server';
import { clickShare, earnedBy, openShare } from '~/reports/automation/version-sum';
import { shareIn, type TableFile } from '~/reports/files/table-file';
import { trackingLinkCounts } from '~/reports/tracking-link/query.server';

/** More than any shop writes: what is written by hand is read at once. */
const ALL = { page: 1, limit: 100_000 };

export async function campaignsFile(
  shop: Shop,
  filter: { tab: CampaignTab; search: string },
): Promise<TableFile> {
  const { rows } = await listCampaigns(shop.id, { ...filter, ...ALL });
  return {
    columns: [
      ...['Campaign', 'Channel', 'Status', 'Audience', 'Sent', 'Failed', 'Scheduled', 'Sent on', 'Changed'],
      ...['Sales tracked', 'UTM source', 'UTM medium', 'UTM campaign'],
    ],
    rows: rows.map(({ tags, ...row }) => [
      ...[row.name, channelLabel[row.channel], row.status, row.audience, row.sent, row.failed],
      ...[row.scheduledAt, row.sentAt, row.updatedAt, row.trackSales ? 'yes' : 'no'],
      ...[tags.source, tags.medium, tags.campaign],
    ]),
  };
}

export async function automationsFile(
  shop: Shop,
  filter: { tab: AutomationTab; search: string },
): Promise<TableFile> {
  const { rows } = await listAutomations(shop.id, { ...filter, ...ALL });
  const { sums, entered } = await automationSums(
    shop,
    rows.map(({ id }) => id),
  );
  return {
    columns: [
      ...['Automation', 'Status', 'Audience', 'Entered', 'Met the goal', 'Opened', 'Clicked', 'Orders'],
      ...['Revenue', 'Currency'],
    ],
    rows: rows.map(({ id, name, status, triggers }) => {
      const own = sums.filter(({ automationId }) => automationId === id);
      const counts = entered.find(({ automationId }) => automationId === id);
      const earned = earnedBy(own);
      return [
        ...[name, status, triggersInWords(triggers), counts?.entered ?? 0, counts?.goal ?? 0],
        ...[shareIn(openShare(own)), shareIn(clickShare(own)), earned?.orders ?? null],
        ...[earned ? { minor: earned.revenueMinor, currency: shop.currency } : null, shop.currency],
      ];
    }),
  };
}

export async function linksFile(
  shop: Shop,
  filter: { tab: LinkTab; search: string; group: string },
  now: Date,
): Promise<TableFile> {
  const { rows } = await listTrackingLinks(shop.id, { ...filter, ...ALL }, now);
  const counts = await trackingLinkCounts(
    shop,
    rows.map(({ messageId }) => messageId),
  );
  return {
    columns: [
      ...['Link', 'Group', 'Status', 'Short link', 'Destination', 'UTM source', 'UTM medium', 'UTM campaign'],
      ...['Clicks', 'Orders', 'Revenue', 'Currency', 'Made', 'Expires'],
    ],
    rows: rows.map((row) => {
      const own = counts.get(row.messageId);
      return [
        ...[row.name, row.groupName, linkStatusLabel[linkStatusOf(row, now)], shortAddress(row.slug)],
        ...[row.destination, row.source, row.medium, row.campaign, own?.clicks ?? 0, own?.orders ?? 0],
        ...[{ minor: own?.amountMinor ?? 0n, currency: shop.currency }, shop.currency],
        ...[row.createdAt, row.expiresAt],
      ];
    }),
  };
}

/** Who is written to no more; read as the file is written. */
export const suppressionFile = (
  shop: Shop,
  filter: { channel?: Channel; hashes?: readonly string[] },
): TableFile => ({
  columns: ['Address or number', 'Name', 'Channel', 'Reason', 'Since', 'Fingerprint'],
  rows: suppressedRows(shop, filter),
});

async function* suppressedRows(shop: Shop, filter: { channel?: Channel; hashes?: readonly string[] }) {
  for await (const { address, name, channel, reason, suppressedAt, addressHash } of eachSuppressed(
    shop.id,
    filter,
  ))
    yield [
      address ?? '',
      name,
      channelLabel[channel],
      suppressionReasonInWords[reason],
      suppressedAt,
      addressHash,
    ];
}

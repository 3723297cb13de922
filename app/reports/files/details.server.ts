import { db, type Shop } from '~/db.server';
import { automationReport } from '~/reports/automation/query.server';
import { clickShare, earnedBy, openShare } from '~/reports/automation/version-sum';
import { versionSums } from '~/reports/automation/version-sums.server';
import { countClicks, NO_CLICKS } from '~/reports/clicks.server';
import { shareIn, type TableFile } from '~/reports/files/table-file';
import { differenceLabel, type Reconciliation } from '~/reports/reconciliation/interpret';
import { keptSince } from '~/tracking/retention-store.server';

/** The links of a campaign's messages and who clicked them; without clicks where those are not all kept. */
export async function campaignLinksFile(shop: Shop, campaignId: bigint): Promise<TableFile> {
  const versions = await db.messageVersion.findMany({
    where: { shopId: shop.id, message: { campaignId } },
    select: { id: true, frozenAt: true, links: true, message: { select: { variant: true } } },
    orderBy: { message: { variant: 'asc' } },
  });
  const ids = versions.map(({ id }) => id);
  const clicks = await countClicks(shop, ids, 'link');
  // Asked for after the clicks are counted: before any goes, it is noted here.
  const { clicks: since } = await keptSince(shop.id);
  return {
    columns: ['Variant', 'Place', 'Link', 'People', 'Clicks'],
    rows: versions.flatMap(({ id, frozenAt, links, message }) =>
      links
        .toSorted((a, b) => a.position - b.position)
        .map(({ position, url }) => {
          const own = clicks.find((one) => one.versionId === id && one.position === position) ?? NO_CLICKS;
          const kept = since === null || frozenAt >= since;
          return [message.variant, position + 1, url, ...(kept ? [own.unique, own.total] : [null, null])];
        }),
    ),
  };
}

/** What became of contacts at each step of an automation; undefined where there is none. */
export async function automationStepsFile(shop: Shop, id: bigint): Promise<TableFile | undefined> {
  const report = await automationReport(shop, id);
  if (!report) return undefined;
  const sums = await versionSums(shop, [id]);
  return {
    columns: [
      ...['Step', 'What it does', 'Reached', 'Waiting', 'Left', 'Yes', 'No'],
      ...['Delivered', 'Opened', 'Clicked', 'Orders', 'Revenue', 'Currency'],
    ],
    rows: report.steps.map((step) => {
      const own = sums.filter(({ stepId }) => stepId === step.id);
      const earned = step.message ? earnedBy(own) : undefined;
      return [
        ...[step.kind, step.text, step.reached, step.waiting],
        ...[
          step.left.reduce((sum, { count }) => sum + count, 0),
          step.answers?.yes ?? null,
          step.answers?.no ?? null,
        ],
        ...[step.message?.delivered ?? null, shareIn(openShare(own)), shareIn(clickShare(own))],
        ...[earned?.orders ?? null, earned ? { minor: earned.revenueMinor, currency: shop.currency } : null],
        shop.currency,
      ];
    }),
  };
}

/** Each day's orders and total on both sides. */
export const reconciledDaysFile = ({ days, currency }: Reconciliation): TableFile => ({
  columns: ['Day', 'Orders at Shopify', 'Shopify', 'Orders here', 'Ours', 'Difference', 'Currency'],
  rows: days.map(({ day, shopify, ours, difference }) => [
    ...[day, shopify.orders, { minor: shopify.minor, currency }],
    ...[ours.orders, { minor: ours.minor, currency }, { minor: difference.minor, currency }, currency],
  ]),
});

/** The orders that differ, each with its reason. */
export const differingOrdersFile = ({ orders }: Reconciliation): TableFile => ({
  columns: ['Order', 'Placed', 'Reason', 'Shopify', 'Ours', 'Currency'],
  rows: orders.map(({ name, placedAt, reason, shopifyMinor, oursMinor, currency }) => [
    ...[name, placedAt, differenceLabel[reason]],
    ...[shopifyMinor, oursMinor].map((minor) => (minor === null ? null : { minor, currency })),
    currency,
  ]),
});

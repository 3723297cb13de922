import { findSettings } from '~/attribution/attribution-store.server';
import { costOf } from '~/campaigns/cost';
import { returnAddress } from '~/channels/bounce-mailbox-store.server';
import { db, type Shop } from '~/db.server';
import { earnedBy } from '~/reports/campaign/earned.server';
import { type CampaignReportView, interpretCampaign } from '~/reports/campaign/interpret';
import { formatMoment } from '~/lib/period';
import { variantsOf } from '~/reports/campaign/variants.server';
import { interpretVariants } from '~/reports/campaign/variants';
import { holdoutOrders } from '~/reports/campaign/holdout.server';
import { interpretHoldout } from '~/reports/campaign/lift';
import { countClicks, countMachineReasons, NO_CLICKS } from '~/reports/clicks.server';
import { type GradesView, interpretGrades } from '~/reports/grades';
import { gradeSumsOfVersions } from '~/reports/grade-sums.server';
import { countOpens } from '~/reports/opens.server';
import { keptSince } from '~/tracking/retention-store.server';

/** What became of a campaign, from its deliveries to its revenue; undefined where the shop has no such campaign. */
export async function campaignReport(
  shop: Shop,
  campaignId: bigint,
  now: Date,
): Promise<(CampaignReportView & { grades: GradesView }) | undefined> {
  const campaign = await db.campaign.findUnique({
    where: { shopId_id: { shopId: shop.id, id: campaignId } },
    include: {
      messages: { include: { versions: { include: { links: true } } }, orderBy: { variant: 'asc' } },
    },
  });
  if (!campaign) return undefined;
  const several = campaign.messages.length > 1;
  const versions = campaign.messages.flatMap(({ variant, versions: own }) =>
    own.map((version) => ({ ...version, variant: several ? variant : null })),
  );
  const ids = versions.map(({ id }) => id);
  const settings = await findSettings(shop.id, db);
  const [deliveries, engaged, opens, clicks, clicksByLink, machineReasons, earned, grades] =
    await Promise.all([
      db.delivery.groupBy({
        by: ['state', 'reason'],
        where: { shopId: shop.id, versionId: { in: ids } },
        _count: true,
      }),
      db.delivery.aggregate({
        where: { shopId: shop.id, versionId: { in: ids } },
        _count: { unsubscribedAt: true, readAt: true, bounce: true, complainedAt: true },
        _sum: { replies: true },
        _max: { sentAt: true },
      }),
      countOpens(shop, ids),
      countClicks(shop, ids, 'all'),
      countClicks(shop, ids, 'link'),
      countMachineReasons(shop, ids),
      earnedBy(shop, ids),
      gradeSumsOfVersions(shop, ids),
    ]);
  // Asked for after the clicks are counted: before any goes, it is noted here.
  const { clicks: clicksSince } = await keptSince(shop.id);
  const held =
    campaign.holdoutPercent !== null && campaign.startedAt
      ? await holdoutOrders(shop, ids, campaign.startedAt, settings)
      : undefined;
  const variants =
    several && versions.length > 0
      ? await variantsOf(shop, campaign, { deliveries, lastSentAt: engaged._max.sentAt, settings })
      : undefined;
  const view = interpretCampaign({
    variants: variants ? interpretVariants(variants, now, (at) => formatMoment(at, shop.timeZone)) : null,
    cost: costOf(campaign),
    holdout: held ? interpretHoldout(held, now, (at) => formatMoment(at, shop.timeZone)) : null,
    campaign: { id: campaign.id, name: campaign.name, sentElsewhere: campaign.sentElsewhere },
    adopted: versions.some(({ adoptedAt }) => adoptedAt !== null),
    tracked: (versions.length > 0 ? versions : campaign.messages).some(({ trackSales }) => trackSales),
    currency: shop.currency,
    settings,
    deliveries: deliveries.map(({ state, reason, _count }) => ({ state, reason, count: _count })),
    unsubscribed: engaged._count.unsubscribedAt,
    returned: {
      bounced: engaged._count.bounce,
      complained: engaged._count.complainedAt,
      mailbox: (await returnAddress(shop.id)) !== undefined,
    },
    read: engaged._count.readAt,
    replies: engaged._sum.replies ?? 0,
    opens,
    clicks: clicks[0] ?? NO_CLICKS,
    machineReasons,
    fromTemplate: versions.some(({ template }) => template !== null),
    clicksDropped: versions.some(({ frozenAt }) => clicksSince !== null && frozenAt < clicksSince),
    links: versions
      .flatMap(({ links, variant }) => links.map((link) => ({ ...link, variant })))
      .map((link) => ({
        versionId: link.versionId,
        variant: link.variant,
        position: link.position,
        url: link.url,
        clicks:
          clicksByLink.find(
            ({ versionId, position }) => versionId === link.versionId && position === link.position,
          ) ?? NO_CLICKS,
      })),
    earned,
  });
  return { ...view, grades: interpretGrades(grades, shop.currency) };
}

import { db, type Shop } from '~/db.server';
import { earnedBy, earnedByLink, timeToOrder } from '~/reports/campaign/earned.server';
import type { CampaignReportView } from '~/reports/campaign/interpret';
import { interpretLinkSales, interpretTime, type TimeView } from '~/reports/campaign/sales';
import type { ReportTable } from '~/reports/table';

export interface CampaignSalesView {
  /** What each link earned. */
  links: ReportTable;
  time: TimeView;
}

/** What the links of a campaign earned, and how long its recipients took. @param report of the same campaign */
export async function campaignSales(
  shop: Shop,
  campaignId: bigint,
  report: Pick<CampaignReportView, 'links' | 'basis' | 'uniqueClicks'>,
): Promise<CampaignSalesView> {
  const versions = await db.messageVersion.findMany({
    where: { shopId: shop.id, message: { campaignId } },
    select: { id: true },
  });
  const ids = versions.map(({ id }) => id);
  const [all, sales, time] = await Promise.all([
    earnedBy(shop, ids),
    earnedByLink(shop, ids),
    timeToOrder(shop, ids),
  ]);
  return {
    links: interpretLinkSales({
      ...{ links: report.links, sales, all, currency: shop.currency, rule: report.basis },
      noClicks: report.uniqueClicks.unknown ?? '',
    }),
    time: interpretTime(time),
  };
}

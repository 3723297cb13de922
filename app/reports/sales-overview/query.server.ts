import { findSettings } from '~/attribution/attribution-store.server';
import { db, type Shop } from '~/db.server';
import { previousPeriod, type Period } from '~/lib/period';
import { gradeSumsOfPeriod } from '~/reports/grade-sums.server';
import { renewalSum, shownVersion, sumsBy } from '~/reports/kept-sums.server';
import { interpretSalesOverview, type SalesOverviewView } from '~/reports/sales-overview/interpret';
import { versionReach } from '~/reports/sums.server';

/**
 * What the shop sold in a period, and how much of it which message earned, beside the period before.
 * @param version of the settings; without one the version in force
 */
export async function salesOverview(
  shop: Shop,
  period: Period,
  version?: number,
): Promise<SalesOverviewView> {
  const shown = await shownVersion(shop, version, await findSettings(shop.id, db));
  const before = previousPeriod(period);
  const [now, then, renewals, grades] = await Promise.all([
    sumsBy(shop, period, shown),
    sumsBy(shop, before, shown),
    renewalSum(shop, period),
    shown.until ? null : gradeSumsOfPeriod(shop, period),
  ]);
  const versions = await versionReach(shop, period, [
    ...new Set(now.credits.map(({ versionId }) => versionId)),
  ]);
  return interpretSalesOverview({
    currency: shop.currency,
    period,
    before,
    shown,
    orders: now.orders,
    credits: now.credits,
    ordersBefore: then.orders,
    creditsBefore: then.credits,
    versions,
    renewals,
    grades,
  });
}

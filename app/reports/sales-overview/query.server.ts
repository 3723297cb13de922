import { findSettings } from '~/attribution/attribution-store.server';
import { db, type Shop } from '~/db.server';
import { previousPeriod, type Period } from '~/lib/period';
import { interpretSalesOverview, type SalesOverviewView } from '~/reports/sales-overview/interpret';
import { creditSums, orderSums, versionReach } from '~/reports/sums.server';

/** What the shop sold in a period, and how much of it which message earned, beside the period before. */
export async function salesOverview(shop: Shop, period: Period): Promise<SalesOverviewView> {
  const settings = await findSettings(shop.id, db);
  const before = previousPeriod(period);
  const [orders, credits, ordersBefore, creditsBefore] = await Promise.all([
    orderSums(shop, period),
    creditSums(shop, period, settings.model),
    orderSums(shop, before),
    creditSums(shop, before, settings.model),
  ]);
  const versions = await versionReach(shop, period, [...new Set(credits.map(({ versionId }) => versionId))]);
  return interpretSalesOverview({
    currency: shop.currency,
    period,
    before,
    settings,
    orders,
    credits,
    ordersBefore,
    creditsBefore,
    versions,
  });
}

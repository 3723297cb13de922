import { findSettings } from '~/attribution/attribution-store.server';
import { db, type Shop } from '~/db.server';
import { previousPeriod, type Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import { gradeSumsOfPeriod } from '~/reports/grade-sums.server';
import { renewalSums, shownVersion, sumsBy } from '~/reports/kept-sums.server';
import {
  interpretSalesOverview,
  MESSAGES_SHOWN,
  type SalesOverviewView,
} from '~/reports/sales-overview/interpret';
import { topVersions } from '~/reports/sums.server';

export interface SalesOverviewOptions {
  /** Of the settings; without one the version in force. */
  version?: number | undefined;
  /** What it is compared with; null: nothing. Without it the period before. */
  before?: Period | null;
  basis?: DateBasis;
}

/** What the shop sold in a period, and how much of it which message earned, beside another period. */
export async function salesOverview(
  shop: Shop,
  period: Period,
  { version, before = previousPeriod(period), basis: wanted = 'placed' }: SalesOverviewOptions = {},
): Promise<SalesOverviewView> {
  const shown = await shownVersion(shop, version, await findSettings(shop.id, db));
  const basis = shown.until ? 'placed' : wanted;
  const [now, then, renewals, grades] = await Promise.all([
    sumsBy(shop, period, shown, basis),
    before && sumsBy(shop, before, shown, basis),
    renewalSums(shop, period),
    shown.until ? null : gradeSumsOfPeriod(shop, period, basis),
  ]);
  const earning = new Set(now.credits.byVersion.map(({ versionId }) => versionId));
  const byRenewalsAlone = renewals.byVersion
    .filter(({ versionId }) => !earning.has(versionId))
    .map(({ versionId }) => ({ versionId, sent: true, orders: 0, amountMinor: 0n }));
  const ranked = [...now.credits.byVersion, ...byRenewalsAlone];
  return interpretSalesOverview({
    currency: shop.currency,
    period,
    before: before && then && { period: before, ...then },
    shown,
    basis,
    now,
    versions: await topVersions(shop, period, ranked, MESSAGES_SHOWN),
    renewals,
    grades,
  });
}

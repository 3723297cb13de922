import { findSettings } from '~/attribution/attribution-store.server';
import { db, type Shop } from '~/db.server';
import { previousPeriod, type Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import { gradeSumsOfPeriod } from '~/reports/grade-sums.server';
import {
  keptSums,
  keptVersions,
  NO_RENEWALS,
  type PeriodSums,
  renewalSums,
  type ShownVersion,
  shownVersion,
  sumsOf,
} from '~/reports/kept-sums.server';
import { abandonedCheckouts } from '~/reports/sales-overview/abandoned-checkouts.server';
import type { Filter } from '~/reports/sales-overview/filter';
import { filterNames } from '~/reports/sales-overview/filter-choices.server';
import {
  filteredDays,
  filteredTotal,
  filteredVersions,
} from '~/reports/sales-overview/filtered-credits.server';
import {
  interpretSalesOverview,
  MESSAGES_SHOWN,
  type SalesOverviewView,
} from '~/reports/sales-overview/interpret';
import { type CreditSum, creditVersions, topVersions } from '~/reports/sums.server';

export interface SalesOverviewOptions {
  /** Of the settings; without one the version in force. */
  version?: number | undefined;
  /** What it is compared with; null: nothing. Without it the period before. */
  before?: Period | null;
  basis?: DateBasis;
  /** What credits have to meet to be counted; all are of an earlier version of the settings. */
  filter?: Filter;
}

/** What the shop sold in a period, and how much of it which message earned, beside another period. */
export async function salesOverview(
  shop: Shop,
  period: Period,
  options: SalesOverviewOptions = {},
): Promise<SalesOverviewView> {
  const { version, before = previousPeriod(period), basis: wanted = 'placed' } = options;
  const shown = await shownVersion(shop, version, await findSettings(shop.id, db));
  const basis = shown.until ? 'placed' : wanted;
  const filter = shown.until ? [] : (options.filter ?? []);
  const all = filter.length === 0;
  const sums = (of: Period): Promise<PeriodSums> =>
    shown.until ? keptSums(shop, of, shown) : sumsOf(shop, of, basis);
  const narrowed = (of: Period) => (all ? undefined : filteredTotal(shop, of, basis, filter));
  const [now, then, only, onlyThen, days, versions, renewals, grades, names, abandoned, abandonedThen] =
    await Promise.all([
      sums(period),
      before && sums(before),
      narrowed(period),
      before ? narrowed(before) : undefined,
      all ? undefined : filteredDays(shop, period, basis, filter),
      earningVersions(shop, period, shown, basis, filter),
      all ? renewalSums(shop, period) : NO_RENEWALS,
      shown.until || !all ? null : gradeSumsOfPeriod(shop, period, basis),
      filterNames(shop, filter),
      abandonedCheckouts(shop, period),
      before ? abandonedCheckouts(shop, before) : undefined,
    ]);
  const earning = new Set(versions.map(({ versionId }) => versionId));
  const byRenewalsAlone = renewals.byVersion
    .filter(({ versionId }) => !earning.has(versionId))
    .map(({ versionId }) => ({ versionId, sent: true, orders: 0, amountMinor: 0n }));
  const ranked = [...versions, ...byRenewalsAlone];
  return interpretSalesOverview({
    currency: shop.currency,
    period,
    before: before && then && { period: before, ...then, ...(onlyThen && { credited: onlyThen }) },
    shown,
    basis,
    now: { ...now, ...(only && { credited: only }), ...(days && { creditDays: days }) },
    earned: versions,
    versions: await topVersions(shop, all ? period : null, ranked, MESSAGES_SHOWN),
    renewals,
    grades,
    abandoned: { now: abandoned, before: abandonedThen },
    filter,
    filterNames: names,
  });
}

function earningVersions(
  shop: Shop,
  period: Period,
  shown: ShownVersion,
  basis: DateBasis,
  filter: Filter,
): Promise<CreditSum[]> {
  if (shown.until) return keptVersions(shop, period, shown);
  return filter.length === 0
    ? creditVersions(shop, period, basis)
    : filteredVersions(shop, period, basis, filter);
}

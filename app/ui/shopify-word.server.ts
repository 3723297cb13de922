import type { Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import { shopifyWordReport } from '~/reports/shopify-word/query.server';
import type { ReportTable } from '~/reports/table';
import { AccessLost, AdminRequestFailed } from '~/shopify/admin-client.server';
import { campaignSales } from '~/shopify/campaign-sales.server';
import { unscopedKnownScopes } from '~/shopify/session-store.server';

/** The scope by which Shopify lets an app read its reports. */
export const REPORTS_SCOPE = 'read_reports';

export type WordUnavailable =
  'no_access' | 'not_approved' | 'access_lost' | 'not_answered' | 'not_understood';

/** Shopify's own report beside ours, or why it cannot be had. */
export async function shopifyWord(
  shop: Shop,
  period: Period,
): Promise<
  { table: ReportTable; unavailable?: undefined } | { table?: undefined; unavailable: WordUnavailable }
> {
  if (!(await unscopedKnownScopes(shop.domain)).includes(REPORTS_SCOPE)) return { unavailable: 'no_access' };
  try {
    const theirs = await campaignSales(shop, period);
    if (!theirs.ok) return { unavailable: theirs.reason };
    return { table: await shopifyWordReport(shop, period, theirs.value) };
  } catch (error) {
    if (error instanceof AccessLost) return { unavailable: 'access_lost' };
    if (!(error instanceof AdminRequestFailed)) throw error;
    return { unavailable: error.reason === 'access_denied' ? 'not_approved' : 'not_answered' };
  }
}

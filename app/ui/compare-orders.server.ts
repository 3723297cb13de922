import type { Shop } from '~/db.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import type { Period } from '~/lib/period';
import type { Reconciliation } from '~/reports/reconciliation/interpret';
import { reconciliationReport } from '~/reports/reconciliation/query.server';
import { AccessLost, AdminRequestFailed } from '~/shopify/admin-client.server';
import { ordersPlaced } from '~/shopify/fetch-orders.server';

/** More than a page can wait for; the command line compares more. */
const ORDERS_AT_MOST = 1_000;

/** Asks Shopify for its orders of a period and sets them beside ours, while somebody waits. */
export async function compareOrders(
  shop: Shop,
  period: Period,
): Promise<Outcome<Reconciliation, 'too_many_orders' | 'access_lost' | 'not_answered'>> {
  try {
    const theirs = await ordersPlaced(shop, period, ORDERS_AT_MOST);
    return theirs.ok ? done(await reconciliationReport(shop, period, theirs.value)) : theirs;
  } catch (error) {
    if (error instanceof AccessLost) return refused('access_lost');
    if (error instanceof AdminRequestFailed) return refused('not_answered');
    throw error;
  }
}

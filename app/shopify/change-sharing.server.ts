import { markAllWords, remarkWritten } from '~/attribution/order-word-store.server';
import { db, MANY_ROWS, type Shop, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import { AccessLost, AdminRequestFailed } from '~/shopify/admin-client.server';
import { grantedScopes } from '~/shopify/granted-scopes.server';
import { SCOPE_OF, type Shared } from '~/shopify/sharing';
import { shareMarketing, shareOrders } from '~/shopify/sharing-store.server';

const CHANGE: Record<Shared, (shop: ShopId, on: boolean, now: Date, tx: Sql) => Promise<void>> = {
  orders: async (shop, on, now, tx) => {
    await shareOrders(shop, on, tx);
    if (on) await markAllWords(shop, now, tx);
    else await remarkWritten(shop, now, tx);
  },
  marketing: (shop, on, _now, tx) => shareMarketing(shop, on, tx),
};

/**
 * Lets the app tell Shopify something from now on, with what there is already, or no more: then what it told is taken
 * back. To begin, Shopify must have given access.
 */
export async function changeSharing(
  shop: Shop,
  what: Shared,
  on: boolean,
  now: Date,
): Promise<Outcome<void, 'no_access' | 'no_answer'>> {
  try {
    if (on && !(await grantedScopes(shop)).includes(SCOPE_OF[what])) return refused('no_access');
  } catch (error) {
    if (!(error instanceof AccessLost || error instanceof AdminRequestFailed)) throw error;
    return refused('no_answer');
  }
  await db.$transaction((tx) => CHANGE[what](shop.id, on, now, tx), MANY_ROWS);
  logger.info({ shop: shop.id, what, on }, 'sharing_changed');
  return done(undefined);
}

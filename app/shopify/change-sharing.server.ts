import { markAllWords, remarkWritten } from '~/attribution/order-word-store.server';
import { db, MANY_ROWS, type Shop } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import { AccessLost, AdminRequestFailed } from '~/shopify/admin-client.server';
import { grantedScopes } from '~/shopify/granted-scopes.server';
import { SCOPE_OF, type Shared } from '~/shopify/sharing';
import { shareOrders } from '~/shopify/sharing-store.server';

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
  await db.$transaction(async (tx) => {
    await shareOrders(shop.id, on, tx);
    if (on) await markAllWords(shop.id, now, tx);
    else await remarkWritten(shop.id, now, tx);
  }, MANY_ROWS);
  logger.info({ shop: shop.id, what, on }, 'sharing_changed');
  return done(undefined);
}

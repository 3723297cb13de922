import { dropWords } from '~/attribution/order-word-store.server';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { dropActivities } from '~/shopify/marketing-store.server';
import { dropSharing } from '~/shopify/sharing-store.server';

/** Ends all telling of a shop whose app was uninstalled: who installs it again chooses anew, and all is written anew. */
export async function stopSharing(shop: ShopId): Promise<void> {
  await db.$transaction(async (tx) => {
    await dropSharing(shop, tx);
    await dropWords(shop, tx);
    await dropActivities(shop, tx);
  });
}

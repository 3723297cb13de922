import { saveContacts, saveTraits } from '~/contacts/contact-store.server';
import { hurryHappenings } from '~/contacts/happening-store.server';
import { db, MANY_ROWS } from '~/db.server';
import type { Jobs } from '~/queue/jobs';
import { AccessLost } from '~/shopify/admin-client.server';
import { fetchCustomers as askShopify } from '~/shopify/fetch-customers.server';
import { findShop } from '~/shopify/shop-store.server';

/** Makes contacts of customers whom an automation is for, and has it look at them then. */
export async function fetchCustomers({ shopId, ids }: Jobs['fetch-customers']): Promise<void> {
  const shop = await findShop(shopId);
  if (!shop || shop.uninstalledAt) return;
  try {
    const customers = await askShopify(shop, ids.map(BigInt));
    await db.$transaction(async (tx) => {
      const now = new Date();
      await saveContacts(
        shopId,
        customers.map(({ facts }) => facts),
        now,
        tx,
      );
      await saveTraits(
        shopId,
        customers.map(({ facts, tags }) => ({ shopifyId: facts.shopifyId, tags })),
        tx,
      );
      await hurryHappenings(
        shopId,
        customers.map(({ facts }) => facts.shopifyId),
        now,
        tx,
      );
    }, MANY_ROWS);
  } catch (error) {
    // What happened to them waits, and they are asked for again where the app is let in by then.
    if (!(error instanceof AccessLost)) throw error;
  }
}

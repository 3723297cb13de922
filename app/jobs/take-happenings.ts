import { keepAutomations } from '~/automations/automation-store.server';
import { takeHappenings as lookAt } from '~/automations/take-happenings.server';
import { dropHappenings, unscopedHoldHappenings } from '~/contacts/happening-store.server';
import { inBatch } from '~/db.server';
import { tryTwice } from '~/queue/drain.server';
import { enqueue } from '~/queue/enqueue.server';
import { findShop } from '~/shopify/shop-store.server';

const AT_ONCE = 1_000;
/** As many customers as Shopify gives at once. */
const ASKED_AT_ONCE = 100;

/**
 * Has automations look at what happened to customers of one shop, as one transaction. Those who are no contacts yet are
 * asked for.
 * @returns how much there was
 */
export function takeHappenings(): Promise<number> {
  return tryTwice(() =>
    inBatch(async (tx) => {
      const now = new Date();
      const held = await unscopedHoldHappenings(AT_ONCE, now, tx);
      if (!held) return 0;
      const { shop: shopId, happenings } = held;
      const shop = await findShop(shopId, tx);
      if (!shop || shop.uninstalledAt) {
        const ids = happenings.map(({ id }) => id);
        await dropHappenings(shopId, ids, tx);
        return happenings.length;
      }
      await keepAutomations(shopId, { wait: true }, tx);
      const strangers = (await lookAt(shop, happenings, now, tx)).map(String);
      for (let from = 0; from < strangers.length; from += ASKED_AT_ONCE)
        await enqueue(tx, 'fetch-customers', { shopId, ids: strangers.slice(from, from + ASKED_AT_ONCE) });
      return happenings.length;
    }),
  );
}

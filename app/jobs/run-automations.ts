import { keepAutomations } from '~/automations/automation-store.server';
import { holdOne, putOff, unscopedHoldDue } from '~/automations/enrolment-store.server';
import { runEnrolments } from '~/automations/run-enrolments.server';
import { db, type Enrolment, inBatch } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { tryTwice } from '~/queue/drain.server';
import { findShop } from '~/shopify/shop-store.server';

const AT_ONCE = 500;

interface Held {
  shop: ShopId;
  due: Enrolment[];
}

/**
 * Takes the enrolments of one shop that are due longest as far as they come, as one transaction. Where that fails twice,
 * each is tried by itself, and one that fails again waits, so that it holds up no other.
 * @returns how many there were
 */
export async function runAutomations(): Promise<number> {
  let held: Held | undefined;
  try {
    return await tryTwice(() => runBatch((found) => (held = found)));
  } catch (error) {
    if (!held) throw error;
    const { shop, due } = held;
    const reason = error instanceof Error ? error.name : 'unknown';
    logger.warn({ shop, enrolments: due.length, reason }, 'batch_failed');
    for (const { id } of due) await runAlone(shop, id);
    return due.length;
  }
}

function runBatch(onHeld: (held: Held | undefined) => void): Promise<number> {
  return inBatch(async (tx) => {
    const now = new Date();
    const held = await unscopedHoldDue(AT_ONCE, now, tx);
    onHeld(held);
    if (!held) return 0;
    if (!(await keepAutomations(held.shop, { wait: false }, tx))) return 0;
    const shop = await findShop(held.shop, tx);
    if (shop) await runEnrolments(shop, held.due, now, tx);
    return held.due.length;
  });
}

async function runAlone(shopId: ShopId, id: bigint): Promise<void> {
  try {
    await inBatch(async (tx) => {
      const now = new Date();
      const due = await holdOne(shopId, id, now, tx);
      const shop = await findShop(shopId, tx);
      if (!due || !shop || !(await keepAutomations(shopId, { wait: false }, tx))) return;
      await runEnrolments(shop, [due], now, tx);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown';
    logger.warn({ shop: shopId, enrolment: String(id), reason }, 'enrolment_failed');
    await putOff(shopId, id, new Date(), db);
  }
}

import { lockAutomations, removeAutomation } from '~/automations/automation-store.server';
import { endInside } from '~/automations/enrolment-store.server';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/**
 * Takes an automation away. Whoever is inside leaves at once, and what is queued for them is not sent. What its messages
 * earned stays in the reports.
 */
export async function deleteAutomation(shop: ShopId, id: bigint, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockAutomations(shop, tx);
    await endInside(shop, id, 'stopped', now, tx);
    await removeAutomation(shop, id, now, tx);
  });
}

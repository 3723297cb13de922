import { loadAutomation, lockAutomations, setStatus } from '~/automations/automation-store.server';
import { holdInside, releaseInside } from '~/automations/enrolment-store.server';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';

/**
 * Turns a published automation on or off. Off, nobody enters, and whoever is inside is held where they are; on again,
 * they go on, those first whose waiting ended meanwhile. Turned the way it is already, nothing happens.
 */
export async function switchAutomation(
  shop: ShopId,
  id: bigint,
  to: 'on' | 'off',
  now: Date,
): Promise<Outcome<void, 'not_found' | 'not_published'>> {
  return db.$transaction(async (tx) => {
    await lockAutomations(shop, tx);
    const found = await loadAutomation(shop, id, tx);
    if (!found) return refused('not_found');
    if (found.automation.version === null) return refused('not_published');
    if (await setStatus(shop, id, to === 'on' ? 'active' : 'paused', now, tx)) {
      await (to === 'on' ? releaseInside(shop, id, now, tx) : holdInside(shop, id, tx));
    }
    return done(undefined);
  });
}

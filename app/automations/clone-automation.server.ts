import { contentsOf, createAutomation, loadAutomation } from '~/automations/automation-store.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';

/** A new draft with the flow and the messages of an automation's draft. */
export async function cloneAutomation(
  shop: ShopId,
  id: bigint,
  now: Date,
): Promise<Outcome<bigint, 'not_found'>> {
  const found = await loadAutomation(shop, id);
  if (!found) return refused('not_found');
  const { automation, flow, messages } = found;
  const copy = { name: `Copy of ${automation.name}`, flow };
  return done(await createAutomation(shop, copy, contentsOf(messages), now));
}

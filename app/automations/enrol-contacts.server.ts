import type { ActiveFlow } from '~/automations/active-flows.server';
import { type Entry, insertEnrolments, loadPastEntries } from '~/automations/enrolment-store.server';
import { mayEnter } from '~/automations/reentry';
import type { Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/**
 * Lets contacts enter an automation that is on, by its rule of re-entry; the same thing that happened lets a contact enter
 * once, however often it is told.
 * @param tx a transaction that keeps the shop's automations as they are
 * @returns how many entered
 */
export async function enrolContacts(
  shop: ShopId,
  { automationId, published, ready }: ActiveFlow,
  entries: readonly Entry[],
  now: Date,
  tx: Sql,
): Promise<number> {
  if (entries.length === 0) return 0;
  const { version, flow } = published;
  const contactIds = entries.map(({ contactId }) => contactId);
  const past = await loadPastEntries(shop, automationId, contactIds, tx);
  const letIn = entries.filter(({ contactId }) => mayEnter(flow.reentry, past.get(contactId), now).letIn);
  if (letIn.length === 0) return 0;
  const into = { automationId, version, firstStep: ready.wiring.first };
  return insertEnrolments(shop, into, letIn, past, now, tx);
}

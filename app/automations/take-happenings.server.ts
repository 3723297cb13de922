import { type ActiveFlow, loadActiveFlows } from '~/automations/active-flows.server';
import { findAbandoned } from '~/automations/checkout-store.server';
import { enrolContacts } from '~/automations/enrol-contacts.server';
import { type Entry, holdContacts, wakeContacts } from '~/automations/enrolment-store.server';
import { asksForTags } from '~/automations/facts';
import { alsoHappened, tokenOf, triggerFor } from '~/automations/happenings';
import { letLeave } from '~/automations/run-enrolments.server';
import { loadCustomers } from '~/contacts/contact-store.server';
import { dropHappenings, putOffHappenings } from '~/contacts/happening-store.server';
import type { Contact, Sql, Happening, Shop } from '~/db.server';

/** Whoever is not known by then is asked for again. */
const ASK_AGAIN_MS = 10 * 60_000;
const ASKED_AT_MOST = 5;

/**
 * Looks at what happened to customers of a shop: whoever is inside an automation is looked at, since a goal may be met
 * or a consent withdrawn; and whom it lets enter one, enters: by what ended their way through it, too. What happened to
 * people who are no contacts yet, or whose tags are asked for and were never read, and would let them enter, waits until
 * they are known.
 * @param happenings held by the transaction, which keeps the shop's automations as they are
 * @returns Shopify's numbers of those people
 */
export async function takeHappenings(
  shop: Shop,
  happenings: readonly Happening[],
  now: Date,
  tx: Sql,
): Promise<bigint[]> {
  const flows = [...(await loadActiveFlows(shop, tx)).values()];
  const shopifyIds = [...new Set(happenings.map(({ shopifyId }) => shopifyId))];
  const found = await loadCustomers(shop.id, shopifyIds, tx);
  const contacts = new Map(found.map((contact) => [contact.shopifyId, contact]));
  await wakeContacts(
    shop.id,
    found.map(({ id }) => id),
    now,
    tx,
  );

  const standing = await withoutFinishedCheckouts(shop, happenings, tx);
  const strangers = strangersAmong(standing, contacts, flows);
  const waiting = new Set(strangers.map(({ id }) => id));
  const theirs = standing.flatMap((happening) => {
    const contact = contacts.get(happening.shopifyId);
    return contact && !waiting.has(happening.id) ? [{ contact, happening }] : [];
  });
  for (const active of flows) {
    const { flow } = active.published;
    const entries = theirs.flatMap(({ contact, happening }) => entryOf(flow, contact, happening));
    if (flow.reentry.kind !== 'never' && entries.length > 0) {
      const contactIds = entries.map(({ contactId }) => contactId);
      await letLeave(shop, await holdContacts(shop.id, active.automationId, contactIds, tx), now, tx);
    }
    await enrolContacts(shop.id, active, entries, now, tx);
  }
  await putOffHappenings(shop.id, [...waiting], new Date(now.getTime() + ASK_AGAIN_MS), tx);
  await dropHappenings(
    shop.id,
    happenings.map(({ id }) => id).filter((id) => !waiting.has(id)),
    tx,
  );
  return [...new Set(strangers.map(({ shopifyId }) => shopifyId))];
}

type Triggers = Parameters<typeof triggerFor>[0];

const letsEnter = (flow: Triggers, happening: Happening): boolean =>
  triggerFor(flow, happening) !== undefined ||
  (happening.kind === 'customer_created' && flow.triggers.some(({ kind }) => kind === 'subscribed'));

/** What would let people enter of whom a flow has to know more. */
function strangersAmong(
  happenings: readonly Happening[],
  contacts: ReadonlyMap<bigint, Contact>,
  flows: readonly ActiveFlow[],
): Happening[] {
  const asking = flows.map(({ published: { flow } }) => ({ flow, tags: asksForTags(flow) }));
  return happenings.filter((happening) => {
    const contact = contacts.get(happening.shopifyId);
    if (contact?.redactedAt || happening.tries >= ASKED_AT_MOST) return false;
    return asking.some(
      ({ flow, tags }) => (!contact || (tags && !contact.tagsKnown)) && letsEnter(flow, happening),
    );
  });
}

/** By the first of what happened that is a trigger of the flow; a contact enters once at most. */
function entryOf(flow: Triggers, contact: Contact, happening: Happening): Entry[] {
  for (const one of [happening, ...alsoHappened(happening, contact)]) {
    const trigger = triggerFor(flow, one);
    if (!trigger) continue;
    const { key, orderId, at } = one;
    return [{ contactId: contact.id, key, triggerId: trigger.id, orderId, since: at }];
  }
  return [];
}

/** Without checkouts that went on or became an order since it was noted when to look at them. */
async function withoutFinishedCheckouts(
  shop: Shop,
  happenings: readonly Happening[],
  tx: Sql,
): Promise<Happening[]> {
  const checkouts = happenings.filter(({ kind }) => kind === 'checkout_abandoned');
  if (checkouts.length === 0) return [...happenings];
  const asked = checkouts.map(({ key, at }) => ({ token: tokenOf(key), changedAt: at }));
  const abandoned = await findAbandoned(shop.id, asked, tx);
  return happenings.filter(({ kind, key }) => kind !== 'checkout_abandoned' || abandoned.has(tokenOf(key)));
}

import { loadAutomation } from '~/automations/automation-store.server';
import type { Flow } from '~/automations/definition';
import { type DryStep, dryRun } from '~/automations/dry-run';
import { loadPastEntries } from '~/automations/enrolment-store.server';
import { loadFacts } from '~/automations/load-facts.server';
import { type Admission, mayEnter, type PastEntries } from '~/automations/reentry';
import { CHANNELS, type Channel } from '~/channels/channel';
import { CONSENT_CHANNELS } from '~/contacts/contact';
import { type Contact, db, type Shop } from '~/db.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import { mayReceive, type NoSendReason } from '~/messaging/consent';
import { isAtCap } from '~/messaging/frequency-cap';
import { countedMessages, loadFrequencyCap } from '~/messaging/frequency-cap-store.server';
import { suppressedAmong } from '~/messaging/suppression-store.server';

export type SkipReason = NoSendReason | 'suppressed' | 'frequency_cap';

export interface Trial {
  /** Whether the contact would be let in now; the steps are gone through all the same. */
  entry: Admission;
  /** What that is decided by. */
  past: PastEntries | undefined;
  steps: DryStep[];
  /** Why a message would be skipped, by the id of its step. */
  skips: Map<string, SkipReason>;
  /** Whether the contact would be let in once more when the last step is done. */
  again: Admission;
}

/** What an automation's draft would do with a contact who entered now; nothing of it happens. */
export async function tryAutomation(
  shop: Shop,
  id: bigint,
  contactId: bigint,
  now: Date,
): Promise<Outcome<Trial, 'not_found' | 'no_contact'>> {
  const found = await loadAutomation(shop.id, id);
  if (!found) return refused('not_found');
  const contact = await db.contact.findUnique({ where: { shopId_id: { shopId: shop.id, id: contactId } } });
  if (!contact || contact.redactedAt) return refused('no_contact');
  const { flow } = found;
  const subject = { id: 0n, contact, orderId: null, since: now, flow };
  const facts = (await loadFacts(shop, [subject], db)).get(0n);
  if (!facts) return refused('no_contact');
  const consented = CONSENT_CHANNELS.filter((channel) => facts.consents[channel].consent === 'subscribed');
  const steps = dryRun(flow, facts, consented, now, shop.timeZone);
  const past = (await loadPastEntries(shop.id, id, [contactId], db)).get(contactId);
  return done({
    entry: mayEnter(flow.reentry, past, now),
    past,
    steps,
    skips: await skipsOf(shop, contact, flow, steps, now),
    again: mayEnter(flow.reentry, { lastAt: now, inside: false }, steps.at(-1)?.at ?? now),
  });
}

/** By the same rules as when messages are queued; those of this run count towards the frequency cap too. */
async function skipsOf(
  shop: Shop,
  contact: Contact,
  flow: Flow,
  steps: readonly DryStep[],
  now: Date,
): Promise<Map<string, SkipReason>> {
  const suppressed = await suppressedOn(shop, contact);
  const cap = flow.underFrequencyCap ? await loadFrequencyCap(shop.id) : undefined;
  const sent = cap ? await countedMessages(shop.id, cap, contact.id, now) : [];
  const skips = new Map<string, SkipReason>();
  for (const { at, decision } of steps) {
    if (decision.kind !== 'send') continue;
    const { id, channel } = decision.step;
    const permission = mayReceive(channel, contact);
    if (!permission.ok) skips.set(id, permission.reason);
    else if (suppressed.has(channel)) skips.set(id, 'suppressed');
    else if (cap && isAtCap(cap, channel, sent, at)) skips.set(id, 'frequency_cap');
    else sent.push({ channel, at });
  }
  return skips;
}

async function suppressedOn(shop: Shop, { emailHash, phoneHash }: Contact): Promise<Set<Channel>> {
  const on = new Set<Channel>();
  for (const channel of CHANNELS) {
    const hash = channel === 'email' ? emailHash : phoneHash;
    if (hash && (await suppressedAmong(shop.id, channel, [hash])).size > 0) on.add(channel);
  }
  return on;
}

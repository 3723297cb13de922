import { loadAutomation } from '~/automations/automation-store.server';
import type { SendStep } from '~/automations/definition';
import { type DryStep, dryRun } from '~/automations/dry-run';
import { loadFacts } from '~/automations/load-facts.server';
import { CONSENT_CHANNELS } from '~/contacts/contact';
import { type Contact, db, type Shop } from '~/db.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import { mayReceive, type NoSendReason } from '~/messaging/consent';

export interface Trial {
  steps: DryStep[];
  /** Why a message would be skipped, by the id of its step. */
  skips: Map<string, NoSendReason>;
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
  return done({ steps, skips: skipsOf(contact, steps) });
}

function skipsOf(contact: Contact, steps: readonly DryStep[]): Map<string, NoSendReason> {
  const sends = steps.flatMap(({ decision }): SendStep[] =>
    decision.kind === 'send' ? [decision.step] : [],
  );
  return new Map(
    sends.flatMap(({ id, channel }): [string, NoSendReason][] => {
      const permission = mayReceive(channel, contact);
      return permission.ok ? [] : [[id, permission.reason]];
    }),
  );
}

import { loadActiveFlows } from '~/automations/active-flows.server';
import { createAutomation, keepAutomations } from '~/automations/automation-store.server';
import { EMPTY_FLOW, type Flow, type SendStep, sendSteps, type Step } from '~/automations/definition';
import { enrolContacts } from '~/automations/enrol-contacts.server';
import { type Entry, holdOne, unscopedHoldDue } from '~/automations/enrolment-store.server';
import { publishAutomation } from '~/automations/publish-automation.server';
import { runEnrolments } from '~/automations/run-enrolments.server';
import { saveContacts } from '~/contacts/contact-store.server';
import { type Contact, db, type Shop } from '~/db.server';
import { member, NOW } from '#test/support/campaign-factory';

export const email = (id: string, some: Partial<SendStep> = {}): Step => ({
  id,
  kind: 'send',
  channel: 'email',
  name: `Message ${id}`,
  tracking: { on: true, source: 'automations', medium: 'email', campaign: 'welcome' },
  ...some,
});

export const wait = (id: string, amount: number, unit: 'minutes' | 'hours' | 'days' = 'hours'): Step => ({
  id,
  kind: 'delay',
  wait: { kind: 'for', duration: { amount, unit } },
});

/** A flow for new customers of these steps, unless told otherwise. */
export const flowOf = (steps: Step[], some: Partial<Flow> = {}): Flow => ({
  ...EMPTY_FLOW,
  triggers: [{ id: 'created', kind: 'customer_created' }],
  ...some,
  steps,
});

export const CONTENT = {
  subject: 'Welcome, {{ first_name }}',
  preheader: '',
  html: '<p>Hello</p><a href="https://shop.test/tea">Tea</a>',
  text: '',
};

/** A draft whose messages lack nothing. */
export function makeAutomation(shop: Shop, flow: Flow, name = 'Welcome series', now = NOW): Promise<bigint> {
  const contents = new Map(sendSteps(flow).map(({ id }) => [id, CONTENT]));
  return createAutomation(shop.id, { name, flow }, contents, now);
}

/** The same, published. */
export async function startAutomation(
  shop: Shop,
  flow: Flow,
  name = 'Welcome series',
  now = NOW,
): Promise<bigint> {
  const id = await makeAutomation(shop, flow, name, now);
  const published = await publishAutomation(shop, id, now);
  if (!published.ok) throw new Error(JSON.stringify(published));
  return id;
}

/** Contacts of these numbers, with consent to every channel. */
export async function makeContacts(shop: Shop, numbers: readonly number[], now = NOW): Promise<Contact[]> {
  const saved = await saveContacts(
    shop.id,
    numbers.map((number) => member(number)),
    now,
  );
  return [...saved.values()].sort((a, b) => Number(a.shopifyId - b.shopifyId));
}

/** Lets contacts enter as of now, by a thing of this name. Returns how many did. */
export function enter(
  shop: Shop,
  automationId: bigint,
  contacts: readonly Contact[],
  some: Partial<Entry> = {},
  now = NOW,
): Promise<number> {
  return db.$transaction(async (tx) => {
    await keepAutomations(shop.id, { wait: true }, tx);
    const active = (await loadActiveFlows(shop, tx)).get(automationId);
    if (!active) return 0;
    const entries = contacts.map(({ id }) => ({
      contactId: id,
      key: 'once',
      triggerId: 'created',
      orderId: null,
      since: now,
      ...some,
    }));
    return enrolContacts(shop.id, active, entries, now, tx);
  });
}

class Killed extends Error {}

/**
 * Takes everything that is due at a moment as far as it comes, as the worker does.
 * @param kills how many transactions are lost right before they are committed
 */
export async function runDue(shop: Shop, now: Date, kills = 0): Promise<void> {
  for (let left = kills; ;) {
    try {
      const count = await db.$transaction(async (tx) => {
        const held = await unscopedHoldDue(100, now, tx);
        if (!held) return 0;
        await keepAutomations(shop.id, { wait: false }, tx);
        await runEnrolments(shop, held.due, now, tx);
        if (left > 0) throw new Killed();
        return held.due.length;
      });
      if (count === 0) return;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      left -= 1;
    }
  }
}

/** Takes one enrolment as far as it comes. */
export async function runOne(shop: Shop, id: bigint, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const due = await holdOne(shop.id, id, now, tx);
    await keepAutomations(shop.id, { wait: false }, tx);
    if (due) await runEnrolments(shop, [due], now, tx);
  });
}

/** What an automation gave to whom, in the order of the steps' names: the step, the contact's number, and the state. */
export async function messagesOf(shop: Shop, automationId: bigint): Promise<string[]> {
  const rows = await db.delivery.findMany({
    where: { shopId: shop.id, version: { message: { automationId } } },
    include: { version: { include: { message: true } }, contact: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(
    ({ version: { message }, contact, state, reason }) =>
      `${message.stepId} ${contact.shopifyId % 1_000_000n} ${reason ?? state}`,
  );
}

export const hoursLater = (hours: number, from = NOW): Date => new Date(from.getTime() + hours * 3_600_000);

import { type ActiveFlow, flowOf, loadActiveFlows } from '~/automations/active-flows.server';
import { enrolContacts } from '~/automations/enrol-contacts.server';
import {
  type DoneStep,
  insertSteps,
  moveEnrolments,
  type Standing,
} from '~/automations/enrolment-store.server';
import { loadFacts } from '~/automations/load-facts.server';
import { type Advance, advance, outcomeOf } from '~/automations/next-step';
import { loadContacts, saveTags } from '~/contacts/contact-store.server';
import { withTag } from '~/contacts/tags';
import type { Contact, Sql, Enrolment, Shop } from '~/db.server';
import { queueDelivery } from '~/messaging/queue-delivery.server';
import { enqueueAll } from '~/queue/enqueue.server';
import type { Jobs } from '~/queue/jobs';

interface Moving {
  enrolment: Enrolment;
  contact: Contact;
  active: ActiveFlow;
  advance: Advance;
}

/**
 * Takes enrolments of one shop as far as they come now: what they come to, the messages they are given, the tags that
 * change and the automations that they start are one transaction, so that whatever interrupts it, each step is done
 * once. Those of an automation that is off are held.
 * @param due held by the transaction, which keeps the shop's automations as they are
 */
export async function runEnrolments(
  shop: Shop,
  due: readonly Enrolment[],
  now: Date,
  tx: Sql,
): Promise<void> {
  const flows = await loadActiveFlows(shop, tx);
  const held = due.filter(({ automationId }) => !flows.has(automationId));
  const going = due.filter(({ automationId }) => flows.has(automationId));
  const moving = await decide(shop, going, now, tx);
  await moveEnrolments(shop.id, [...held.map(standing), ...moving.map(standingAfter)], now, tx);
  const steps = moving.flatMap(({ enrolment, advance: { decisions } }) =>
    decisions.flatMap((decision) => {
      const done = outcomeOf(decision);
      return done ? [{ ...stepOf(enrolment), ...done }] : [];
    }),
  );
  steps.push(...(await send(shop, moving, now, tx)), ...(await start(shop, moving, flows, now, tx)));
  await insertSteps(shop.id, steps, now, tx);
  await changeTags(shop, moving, now, tx);
}

/**
 * Lets those leave who would at the next look: their goal is met, or a consent withdrawn. Nobody goes on.
 * @param held by the transaction, which keeps the shop's automations as they are
 */
export async function letLeave(shop: Shop, held: readonly Enrolment[], now: Date, tx: Sql): Promise<void> {
  if (held.length === 0) return;
  const moving = await decide(shop, held, now, tx);
  const leaving = moving.filter(({ advance: { decisions } }) => decisions[0]?.kind === 'exit');
  await moveEnrolments(shop.id, leaving.map(standingAfter), now, tx);
}

async function decide(shop: Shop, going: readonly Enrolment[], now: Date, tx: Sql): Promise<Moving[]> {
  const ids = going.map(({ contactId }) => contactId);
  const contacts = new Map((await loadContacts(shop.id, ids, tx)).map((one) => [one.id, one]));
  const subjects: { enrolment: Enrolment; contact: Contact; active: ActiveFlow }[] = [];
  for (const enrolment of going) {
    const contact = contacts.get(enrolment.contactId);
    if (!contact) throw new Error('an enrolment without its contact');
    subjects.push({
      enrolment,
      contact,
      active: await flowOf(shop, enrolment.automationId, enrolment.version, tx),
    });
  }
  const asked = subjects.map(({ enrolment: { id, orderId, since }, contact, active }) => ({
    ...{ id, orderId, since, contact },
    flow: active.published.flow,
  }));
  const facts = await loadFacts(shop, asked, tx);
  return subjects.map(({ enrolment, contact, active }) => {
    const known = facts.get(enrolment.id);
    if (!known) throw new Error('an enrolment without facts');
    const moved: Advance = shop.uninstalledAt
      ? { decisions: [], end: { state: 'exited', reason: 'shop_uninstalled' } }
      : advance(active.ready, enrolment, known, now);
    return { enrolment, contact, active, advance: moved };
  });
}

const standing = ({ id, stepId, waitUntil }: Enrolment): Standing => ({
  id,
  state: 'inside',
  reason: null,
  stepId,
  waitUntil,
  dueAt: null,
});

function standingAfter({ enrolment: { id, stepId }, advance: { end } }: Moving): Standing {
  switch (end.state) {
    case 'inside':
      return { id, reason: null, ...end };
    case 'completed':
      return { id, state: 'completed', reason: null, stepId: null, waitUntil: null, dueAt: null };
    case 'exited':
      return { id, state: 'exited', reason: end.reason, stepId, waitUntil: null, dueAt: null };
  }
}

const stepOf = ({ id, automationId, version }: Enrolment) => ({ enrolmentId: id, automationId, version });

/** Gives each message that is due to its contacts, version by version. */
async function send(shop: Shop, moving: readonly Moving[], now: Date, tx: Sql): Promise<DoneStep[]> {
  const sends = moving.flatMap((one) =>
    one.advance.decisions.flatMap((decision) => {
      if (decision.kind !== 'send') return [];
      const versionId = one.active.published.messages.get(decision.stepId);
      if (versionId === undefined) throw new Error('a step without its message version');
      const { channel } = decision.step;
      return [{ ...one, stepId: decision.stepId, version: { id: versionId, channel } }];
    }),
  );
  const done: DoneStep[] = [];
  for (const group of groupsOf(sends, ({ version }) => version.id)) {
    const [{ version, active }] = group;
    const contacts = new Map(group.map(({ enrolment, contact }) => [enrolment.id, contact]));
    const addressees = {
      of: 'automation',
      contacts,
      underCap: active.published.flow.underFrequencyCap,
    } as const;
    const queued = await queueDelivery(shop.id, version, addressees, now, tx);
    const states = new Map(queued.map(({ enrolmentId, state }) => [enrolmentId, state]));
    for (const { enrolment, stepId } of group)
      done.push({ ...stepOf(enrolment), stepId, outcome: states.get(enrolment.id) ?? 'queued' });
  }
  return done;
}

/** Lets contacts enter the automations that theirs starts; one that is off by now is not started. */
async function start(
  shop: Shop,
  moving: readonly Moving[],
  flows: ReadonlyMap<bigint, ActiveFlow>,
  now: Date,
  tx: Sql,
): Promise<DoneStep[]> {
  const starts = moving.flatMap((one) =>
    one.advance.decisions.flatMap((decision) =>
      decision.kind === 'start'
        ? [{ ...one, stepId: decision.stepId, target: BigInt(decision.step.automationId ?? 0) }]
        : [],
    ),
  );
  const done: DoneStep[] = [];
  for (const group of groupsOf(starts, ({ target }) => target)) {
    const active = flows.get(group[0].target);
    const trigger = active?.published.flow.triggers.find(({ kind }) => kind === 'started');
    if (active && trigger) {
      const entries = group.map(({ enrolment, stepId, contact }) => ({
        contactId: contact.id,
        key: `started:${enrolment.id}:${stepId}`,
        triggerId: trigger.id,
        orderId: enrolment.orderId,
        since: enrolment.since,
      }));
      await enrolContacts(shop.id, active, entries, now, tx);
    }
    const outcome = active && trigger ? 'started' : 'not_started';
    for (const { enrolment, stepId } of group) done.push({ ...stepOf(enrolment), stepId, outcome });
  }
  return done;
}

/** Changes tags here, and has Shopify told of each. A contact may be in several automations at once. */
async function changeTags(shop: Shop, moving: readonly Moving[], now: Date, tx: Sql): Promise<void> {
  const changed = new Map<bigint, string[]>();
  const told: Jobs['write-tag'][] = [];
  for (const { contact, advance } of moving) {
    for (const decision of advance.decisions) {
      if (decision.kind !== 'tag') continue;
      const { action, tag } = decision.step;
      changed.set(contact.id, withTag(changed.get(contact.id) ?? contact.tags, { action, tag }));
      told.push({ shopId: shop.id, contactId: String(contact.id), action, tag });
    }
  }
  if (told.length === 0) return;
  await saveTags(shop.id, changed, now, tx);
  await enqueueAll(tx, 'write-tag', told);
}

function groupsOf<T>(items: readonly T[], keyOf: (item: T) => unknown): [T, ...T[]][] {
  const groups = new Map<unknown, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

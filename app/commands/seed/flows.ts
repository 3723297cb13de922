import {
  createAutomation,
  loadAutomation,
  lockAutomations,
  markPublished,
} from '~/automations/automation-store.server';
import { insertVersion } from '~/automations/automation-version-store.server';
import { loadActiveFlows } from '~/automations/active-flows.server';
import { stepTokens } from '~/automations/check-definition';
import { sendSteps } from '~/automations/definition';
import { enrolContacts } from '~/automations/enrol-contacts.server';
import { wakeContacts } from '~/automations/enrolment-store.server';
import { type ReadyMadeId, readyMadeFlows } from '~/automations/ready-made';
import { runEnrolments } from '~/automations/run-enrolments.server';
import { switchAutomation } from '~/automations/switch-automation.server';
import { BROWSER, buy, click } from '~/commands/seed/buying';
import { consentTo, type Name, person } from '~/commands/seed/people';
import { ago, after, type Scenario, type Stage } from '~/commands/seed/scenario';
import { deliveryTo, handOut } from '~/commands/seed/sending';
import { saveContacts } from '~/contacts/contact-store.server';
import type { ContactFacts } from '~/contacts/contact';
import { db, MANY_ROWS, type MessageVersion } from '~/db.server';
import { freezeStep } from '~/messaging/version-store.server';
import { unsubscribe } from '~/messaging/unsubscribe.server';
import { recordOpen } from '~/tracking/record-open.server';

const HOUR = 60;
const DAY = 24 * HOUR;
const SHELF = '/collections/all';

/** A scenario that makes the automation of this name. */
const automationScenario = (name: string, shows: string, write: Scenario['write']): Scenario => ({
  name,
  shows,
  isThere: async ({ shop }) => (await db.automation.count({ where: { shopId: shop.id, name } })) > 0,
  write,
});

/** A draft of one of the flows to begin with, which sends at any hour. */
async function writeDraft({ shop }: Stage, id: ReadyMadeId, name: string, at: Date): Promise<bigint> {
  const found = readyMadeFlows(shop.storefrontUrl).find((flow) => flow.id === id);
  if (!found) throw new Error(`no flow ${id}`);
  return createAutomation(shop.id, { name, flow: { ...found.flow, quietHours: null } }, found.contents, at);
}

/** Published without asking whether its channels are connected: nothing is sent by the seeding itself. */
async function publish({ shop }: Stage, id: bigint, at: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockAutomations(shop.id, tx);
    const found = await loadAutomation(shop.id, id, tx);
    if (!found) throw new Error('no such automation');
    const { automation, flow, messages: written } = found;
    const messages = new Map<string, bigint>();
    for (const step of sendSteps(flow)) {
      const message = written.get(step.id);
      if (!message) throw new Error('a step without its message');
      const of = { shopName: shop.name, tokens: stepTokens(automation.name, step) };
      messages.set(step.id, (await freezeStep(shop.id, message, of, at, tx)).id);
    }
    const version = await insertVersion(shop.id, id, { name: automation.name, flow, messages }, at, tx);
    const listensTo = flow.triggers.map(({ kind }) => kind);
    await markPublished(shop.id, id, { version, listensTo }, at, tx);
  });
}

/** Keeps running workers from taking contacts on, for as long as their history is written. */
async function withoutRunners({ shop }: Stage, work: () => Promise<void>): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockAutomations(shop.id, tx);
    await work();
  }, MANY_ROWS);
}

/** Lets contacts enter by the flow's first trigger. */
async function enter({ shop }: Stage, id: bigint, members: ContactFacts[], at: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const contacts = await saveContacts(shop.id, members, at, tx);
    const active = (await loadActiveFlows(shop, tx)).get(id);
    const trigger = active?.published.flow.triggers[0];
    if (!active || !trigger) throw new Error('nobody can enter');
    const entries = [...contacts.values()].map((contact) => ({
      contactId: contact.id,
      key: `seed:${contact.id}`,
      triggerId: trigger.id,
      orderId: null,
      since: at,
    }));
    await enrolContacts(shop.id, active, entries, at, tx);
  });
}

/** Takes everybody inside who is due as far as they come; waits for a worker that looks whether it may. */
async function goOn({ shop }: Stage, id: bigint, at: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`
      SELECT 1 FROM enrolment WHERE shop_id = ${shop.id}::int AND automation_id = ${id}::bigint ORDER BY id FOR UPDATE`;
    const due = await tx.enrolment.findMany({
      where: { shopId: shop.id, automationId: id, dueAt: { lte: at } },
      orderBy: { id: 'asc' },
    });
    await runEnrolments(shop, due, at, tx);
  });
}

async function wake({ shop }: Stage, name: Name, at: Date): Promise<void> {
  const { id } = await db.contact.findFirstOrThrow({
    where: { shopId: shop.id, shopifyId: person(name).shopifyId },
  });
  await wakeContacts(shop.id, [id], at, db);
}

const stepVersion = ({ shop }: Stage, automationId: bigint, stepId: string): Promise<MessageVersion> =>
  db.messageVersion.findFirstOrThrow({
    where: { shopId: shop.id, message: { automationId, stepId } },
    orderBy: { id: 'desc' },
  });

/** Somebody opens a link of a step's message, and the checkout after it. */
async function clickAndBuy(
  stage: Stage,
  version: MessageVersion,
  name: Name,
  at: Date,
  nth: number,
): Promise<void> {
  const { id: deliveryId } = await deliveryTo(stage, version, person(name));
  const token = await click({ shop: stage.shop.id, deliveryId, versionId: version.id, position: 0 }, at);
  const { utmSource: source, utmMedium: medium, utmCampaign: campaign, publicId } = version;
  const landing = { at, path: SHELF, source, medium, campaign, id: publicId, click: token };
  const facts = { customerId: person(name).shopifyId };
  await buy(stage, { nth, at: after(at, HOUR), facts, landings: [landing] });
}

/** The welcome series: who went which way, who left it and why, and the order that its second message earned. */
async function welcome(stage: Stage): Promise<void> {
  const { shop } = stage;
  const began = ago(stage, { days: 8 });
  const id = await writeDraft(stage, 'welcome', 'Welcome series', after(began, -DAY));
  await publish(stage, id, after(began, -HOUR));
  const members: Name[] = ['Uma', 'Ned', 'Ona', 'Pia', 'Mia', 'Vera'];
  const silent = person('Quin', consentTo('not_subscribed'));
  await withoutRunners(stage, async () => {
    await enter(stage, id, [...members.map((name) => person(name)), silent], began);
    await goOn(stage, id, began);
    const hello = await stepVersion(stage, id, 'hello');
    await handOut(stage, hello, {}, after(began, 1));
    for (const name of ['Uma', 'Ned'] as const) {
      const { id: deliveryId } = await deliveryTo(stage, hello, person(name));
      const named = { shop: shop.id, deliveryId, versionId: hello.id };
      await recordOpen(named, BROWSER, after(began, 2 * HOUR));
      await click({ ...named, position: 0 }, after(began, 3 * HOUR));
    }
    const bought = after(began, DAY);
    await clickAndBuy(stage, hello, 'Ona', bought, 61);
    await wake(stage, 'Ona', after(bought, 2 * HOUR));
    await goOn(stage, id, after(bought, 2 * HOUR));

    const secondDue = after(began, 2 * DAY);
    await goOn(stage, id, secondDue);
    const { id: deliveryId } = await deliveryTo(stage, hello, person('Vera'));
    await unsubscribe(shop.id, deliveryId, secondDue);
    await wake(stage, 'Vera', secondDue);
    await goOn(stage, id, secondDue);
    const favourites = await stepVersion(stage, id, 'favourites');
    await handOut(stage, favourites, {}, after(secondDue, 1));
    await handOut(stage, await stepVersion(stage, id, 'questions'), {}, after(secondDue, 1));
    await clickAndBuy(stage, favourites, 'Uma', after(secondDue, DAY), 62);
    await wake(stage, 'Uma', after(secondDue, DAY + 2 * HOUR));
    await goOn(stage, id, after(secondDue, DAY + 2 * HOUR));

    const yesterday = ago(stage, { days: 1 });
    await enter(stage, id, [person('Jon'), person('Ida')], yesterday);
    await goOn(stage, id, yesterday);
    await handOut(stage, hello, {}, after(yesterday, 1));
  });
}

/** Off, with contacts held where they are. */
async function winBack(stage: Stage): Promise<void> {
  const began = ago(stage, { days: 20 });
  const id = await writeDraft(stage, 'win_back', 'Win back', began);
  await publish(stage, id, began);
  await withoutRunners(stage, async () => {
    await enter(stage, id, [person('Pia'), person('Will')], began);
    await goOn(stage, id, began);
  });
  const off = await switchAutomation(stage.shop.id, id, 'off', ago(stage, { days: 3 }));
  if (!off.ok) throw new Error(off.reason);
}

/** Automations in every status. */
export const flows: Scenario[] = [
  automationScenario(
    'Welcome series',
    'on: its second message earned an order, contacts went both ways, and some left',
    welcome,
  ),
  automationScenario('Win back', 'off: whoever is inside is held', winBack),
  automationScenario('Abandoned checkout', 'a draft, never published', async (stage) => {
    await writeDraft(stage, 'abandoned_checkout', 'Abandoned checkout', ago(stage, { days: 1 }));
  }),
];

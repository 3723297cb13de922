import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { saveDraft } from '~/automations/automation-store.server';
import { deleteAutomation } from '~/automations/delete-automation.server';
import { unscopedHoldDue, wakeContacts } from '~/automations/enrolment-store.server';
import { publishAutomation } from '~/automations/publish-automation.server';
import { runEnrolments } from '~/automations/run-enrolments.server';
import { switchAutomation } from '~/automations/switch-automation.server';
import { withdrawConsent } from '~/contacts/contact-store.server';
import { type Contact, db, type Shop } from '~/db.server';
import { claimDeliveries } from '~/messaging/delivery-store.server';
import { saveFrequencyCap } from '~/messaging/frequency-cap-store.server';
import {
  email,
  enter,
  flowOf,
  hoursLater,
  makeContacts,
  messagesOf,
  runDue,
  startAutomation,
  wait,
} from '#test/support/automation-factory';
import { NOW } from '#test/support/campaign-factory';
import { randomFlow } from '#test/support/random-flow';
import { waitingForLocks } from '#test/support/intake-factory';
import { makeShop } from '#test/support/shop-factory';
import { saveTellings } from '~/orders/order-store.server';
import { orderFacts } from '#test/support/order-facts-factory';

let shop: Shop;
let contacts: Contact[];

beforeEach(async () => {
  await db.$executeRaw`UPDATE enrolment SET due_at = NULL`;
  shop = await makeShop();
  contacts = await makeContacts(shop, [1, 2]);
});

const states = async (automationId: bigint) =>
  (await db.enrolment.findMany({ where: { shopId: shop.id, automationId }, orderBy: { id: 'asc' } })).map(
    ({ state, reason, stepId }) => [state, reason ?? stepId].filter(Boolean).join(' '),
  );

describe('a contact in an automation', () => {
  it('gets a message, waits, and gets the next once the time is over', async () => {
    const id = await startAutomation(shop, flowOf([email('first'), wait('day', 24), email('second')]));
    await enter(shop, id, contacts);
    await runDue(shop, NOW);
    expect(await messagesOf(shop, id)).toEqual(['first 1 queued', 'first 2 queued']);
    expect(await states(id)).toEqual(['inside day', 'inside day']);
    await runDue(shop, hoursLater(23.9));
    expect(await messagesOf(shop, id)).toHaveLength(2);
    await runDue(shop, hoursLater(24));
    expect(await messagesOf(shop, id)).toEqual([
      'first 1 queued',
      'first 2 queued',
      'second 1 queued',
      'second 2 queued',
    ]);
    expect(await states(id)).toEqual(['completed', 'completed']);
  });

  it('enters once by the same thing, and again by the rule of re-entry alone', async () => {
    const [contact] = contacts.slice(0, 1) as [Contact];
    const never = await startAutomation(shop, flowOf([email('one')]), 'Never');
    const after = await startAutomation(
      shop,
      flowOf([email('one'), wait('day', 24)], { reentry: { kind: 'after_finishing' } }),
      'After finishing',
    );
    const days = await startAutomation(
      shop,
      flowOf([email('one')], { reentry: { kind: 'after_days', days: 3 } }),
      'After days',
    );
    const entered = async (key: string, now: Date) => {
      await runDue(shop, now);
      const counts = [];
      for (const id of [never, after, days]) counts.push(await enter(shop, id, [contact], { key }, now));
      await runDue(shop, now);
      return counts;
    };
    expect(await entered('a', NOW)).toEqual([1, 1, 1]);
    expect(await entered('b', hoursLater(1))).toEqual([0, 0, 0]);
    expect(await entered('c', hoursLater(30))).toEqual([0, 1, 0]);
    expect(await entered('c', hoursLater(60))).toEqual([0, 0, 0]);
    expect(await entered('d', hoursLater(80))).toEqual([0, 1, 1]);
    expect(await messagesOf(shop, days)).toEqual(['one 1 queued', 'one 1 queued']);
  });

  it('enters once where the same is told many times at once', async () => {
    const id = await startAutomation(
      shop,
      flowOf([wait('day', 24)], { reentry: { kind: 'after_finishing' } }),
    );
    const counts = await Promise.all(['a', 'a', 'b', 'c'].map((key) => enter(shop, id, contacts, { key })));
    expect(counts.reduce((sum, count) => sum + count)).toBe(2);
  });

  it('leaves at once by withdrawing consent, and what is queued is not sent', async () => {
    const [contact, other] = contacts as [Contact, Contact];
    const id = await startAutomation(shop, flowOf([email('first'), wait('day', 24), email('second')]));
    await enter(shop, id, contacts);
    await runDue(shop, NOW);
    await withdrawConsent(shop.id, contact.id, 'email', hoursLater(1));
    await db.$transaction((tx) => wakeContacts(shop.id, [contact.id, other.id], hoursLater(1), tx));
    await runDue(shop, hoursLater(1));
    expect(await states(id)).toEqual(['exited consent_withdrawn', 'inside day']);
    expect(await messagesOf(shop, id)).toEqual(['first 1 left_automation', 'first 2 queued']);
    await runDue(shop, hoursLater(24));
    expect(await messagesOf(shop, id)).toHaveLength(3);
  });

  it('leaves at once by meeting the goal, and not by the order that let them enter', async () => {
    const [contact] = contacts.slice(0, 1) as [Contact];
    const id = await startAutomation(
      shop,
      flowOf([wait('day', 24), email('first')], { goals: [{ id: 'bought', kind: 'ordered' }] }),
    );
    const place = (orderId: bigint, at: Date) =>
      db.$transaction((tx) =>
        saveTellings(
          shop.id,
          [
            {
              kind: 'order',
              facts: orderFacts({ id: orderId, processedAt: at, customerId: contact.shopifyId }),
            },
          ],
          tx,
        ),
      );
    await place(1n, NOW);
    await enter(shop, id, [contact], { orderId: 1n });
    await runDue(shop, NOW);
    expect(await states(id)).toEqual(['inside day']);
    await place(2n, hoursLater(2));
    await db.$transaction((tx) => wakeContacts(shop.id, [contact.id], hoursLater(2), tx));
    await runDue(shop, hoursLater(2));
    expect(await states(id)).toEqual(['exited goal_met']);
  });

  it('is held while the automation is off, and goes on once it is on', async () => {
    const id = await startAutomation(shop, flowOf([wait('day', 24), email('first')]));
    await enter(shop, id, contacts);
    await runDue(shop, NOW);
    await switchAutomation(shop.id, id, 'off', hoursLater(1));
    await runDue(shop, hoursLater(48));
    expect(await enter(shop, id, contacts, { key: 'other' }, hoursLater(2))).toBe(0);
    expect(await messagesOf(shop, id)).toEqual([]);
    await switchAutomation(shop.id, id, 'on', hoursLater(49));
    await runDue(shop, hoursLater(49));
    expect(await messagesOf(shop, id)).toEqual(['first 1 queued', 'first 2 queued']);
  });

  it('is sent nothing that is queued while the automation is off', async () => {
    const id = await startAutomation(shop, flowOf([email('first'), wait('day', 24)]));
    await enter(shop, id, contacts);
    await runDue(shop, NOW);
    const { versionId } = await db.delivery.findFirstOrThrow({ where: { shopId: shop.id } });
    const claimed = async (now: Date) => {
      const taken = await claimDeliveries(shop.id, versionId, 10, 'worker', now);
      return taken.length;
    };
    await switchAutomation(shop.id, id, 'off', hoursLater(1));
    expect(await claimed(hoursLater(2))).toBe(0);
    await switchAutomation(shop.id, id, 'on', hoursLater(3));
    expect(await claimed(hoursLater(4))).toBe(2);
  });

  it('finishes the version that was entered, while others enter the next', async () => {
    const [early, late] = contacts as [Contact, Contact];
    const id = await startAutomation(shop, flowOf([wait('day', 24), email('first')]));
    await enter(shop, id, [early]);
    await runDue(shop, NOW);
    await saveDraft(shop.id, id, flowOf([wait('day', 24), email('other')]), hoursLater(1));
    const { messages } = await db.automation.findFirstOrThrow({
      where: { shopId: shop.id, id },
      include: { messages: true },
    });
    expect(messages.map(({ stepId }) => stepId).sort()).toEqual(['first', 'other']);
    await db.message.updateMany({
      where: { shopId: shop.id, automationId: id, stepId: 'other' },
      data: { subject: 'Other', html: '<a href="https://shop.test/">Shop</a>' },
    });
    expect(await publishAutomation(shop, id, hoursLater(1))).toEqual({ ok: true, version: 2 });
    await enter(shop, id, [late], {}, hoursLater(2));
    await runDue(shop, hoursLater(2));
    await runDue(shop, hoursLater(30));
    expect(await messagesOf(shop, id)).toEqual(['first 1 queued', 'other 2 queued']);
  });

  it('leaves where the automation is deleted', async () => {
    const id = await startAutomation(shop, flowOf([email('first'), wait('day', 24)]));
    await enter(shop, id, contacts);
    await runDue(shop, NOW);
    await deleteAutomation(shop.id, id, hoursLater(1));
    expect(await states(id)).toEqual(['exited stopped', 'exited stopped']);
    expect(await messagesOf(shop, id)).toEqual(['first 1 left_automation', 'first 2 left_automation']);
  });

  it('enters the automation that a step starts, where that one can be started', async () => {
    const target = await startAutomation(
      shop,
      flowOf([email('late')], { triggers: [{ id: 'begun', kind: 'started' }] }),
      'Target',
    );
    const id = await startAutomation(
      shop,
      flowOf([{ id: 'go', kind: 'start', automationId: String(target) }]),
    );
    await enter(shop, id, contacts);
    await runDue(shop, NOW);
    await runDue(shop, NOW);
    expect(await messagesOf(shop, target)).toEqual(['late 1 queued', 'late 2 queued']);
  });

  it('keeps the tags of two automations that give theirs at the same moment', async () => {
    const tagging = (tag: string) => flowOf([{ id: 'mark', kind: 'tag', action: 'add', tag }]);
    const ids = [
      await startAutomation(shop, tagging('tea'), 'Tea'),
      await startAutomation(shop, tagging('vip'), 'VIP'),
    ];
    for (const id of ids) await enter(shop, id, contacts);
    await runDue(shop, NOW);
    const saved = await db.contact.findMany({ where: { shopId: shop.id } });
    expect(saved.map(({ tags }) => [...tags].sort())).toEqual([
      ['tea', 'vip'],
      ['tea', 'vip'],
    ]);
  });

  it('is looked at once more where what became known meanwhile could not be seen', async () => {
    const [contact] = contacts as [Contact];
    const id = await startAutomation(shop, flowOf([wait('day', 24), email('first')]));
    await enter(shop, id, [contact]);
    const woken = await db.$transaction(async (tx) => {
      const held = await unscopedHoldDue(100, NOW, tx);
      await runEnrolments(shop, held?.due ?? [], NOW, tx);
      await withdrawConsent(shop.id, contact.id, 'email', hoursLater(1));
      const waking = { isOver: false };
      const done = wakeContacts(shop.id, [contact.id], hoursLater(1), db).then(() => (waking.isOver = true));
      while (!waking.isOver && (await waitingForLocks()) === 0);
      return { done };
    });
    await woken.done;
    await runDue(shop, hoursLater(1));
    expect(await states(id)).toEqual(['exited consent_withdrawn']);
  });

  it('gets no more messages than the shop allows, unless the automation says otherwise', async () => {
    await saveFrequencyCap(shop.id, { messages: 1, days: 7, scope: 'all' });
    const flow = [email('first'), wait('hour', 1), email('second')];
    const capped = await startAutomation(shop, flowOf(flow), 'Capped');
    const free = await startAutomation(shop, flowOf(flow, { underFrequencyCap: false }), 'Free');
    for (const id of [capped, free]) await enter(shop, id, contacts.slice(0, 1));
    await runDue(shop, NOW);
    await db.delivery.updateMany({
      where: { shopId: shop.id },
      data: { state: 'sent', sentAt: NOW, dueAt: null },
    });
    await runDue(shop, hoursLater(1));
    expect(await messagesOf(shop, capped)).toEqual(['first 1 sent', 'second 1 frequency_cap']);
    expect(await messagesOf(shop, free)).toEqual(['first 1 sent', 'second 1 queued']);
  });
});

describe('any automation', () => {
  it('sends the same messages, once each, however often its worker is killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomFlow,
        fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 5 }),
        async (flow, kills) => {
          const whole = await sentBy(flow, [0]);
          expect(await sentBy(flow, kills)).toEqual(whole);
        },
      ),
      { numRuns: 12 },
    );
  });

  async function sentBy(
    flow: Parameters<typeof flowOf>[1] & { steps: Parameters<typeof flowOf>[0] },
    kills: number[],
  ) {
    const own = await makeShop({ timeZone: 'Europe/Berlin' });
    const [contact] = (await makeContacts(own, [1])) as [Contact];
    const id = await publishedAnyway(own, flow);
    await enter(own, id, [contact], { triggerId: 't0' });
    let now: Date | null = NOW;
    for (let look = 0; now; look += 1) {
      await runDue(own, now, kills[look % kills.length]);
      const next = await db.enrolment.findFirst({ where: { shopId: own.id, dueAt: { not: null } } });
      now = next?.dueAt ?? null;
    }
    const steps = await db.enrolmentStep.findMany({ where: { shopId: own.id }, orderBy: { stepId: 'asc' } });
    return {
      messages: await messagesOf(own, id),
      steps: steps.map(({ stepId, outcome, at }) => `${stepId} ${outcome} ${at.toISOString()}`),
    };
  }

  /** Any flow as a version, on channels that the shop has no provider for too. */
  async function publishedAnyway(own: Shop, flow: Parameters<typeof sentBy>[0]): Promise<bigint> {
    const emails = JSON.parse(
      JSON.stringify(flow).replaceAll(/"channel":"(sms|whatsapp)","name"/g, '"channel":"email","name"'),
    ) as typeof flow;
    const steps = [...emails.steps, email('last')];
    return startAutomation(own, flowOf(askingOfMessages(steps), { ...emails, steps: undefined }));
  }

  /** Questions about messages that are not there are asked of a tag instead. */
  function askingOfMessages<T>(steps: T): T {
    return JSON.parse(
      JSON.stringify(steps).replaceAll(
        /\{"fact":"clicked","stepId":"[^"]+","is":(true|false)\}/g,
        '{"fact":"tag","tag":"tea","is":$1}',
      ),
    ) as T;
  }
});

import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { saveDraft, saveStepContent } from '~/automations/automation-store.server';
import type { Flow, Step } from '~/automations/definition';
import { publishAutomation } from '~/automations/publish-automation.server';
import { type Delivery, db, type MessageVersion, type Shop } from '~/db.server';
import { automationFigures } from '~/reports/automation/list.server';
import { automationReport } from '~/reports/automation/query.server';
import { uuidv7 } from '~/lib/ids';
import {
  before,
  makeCheckout,
  makeClick,
  makeOrder,
  PLACED_AT,
  tags,
} from '#test/support/attribution-factory';
import {
  CONTENT,
  email,
  enter,
  flowOf,
  hoursLater,
  makeAutomation,
  makeContacts,
  runDue,
  startAutomation,
  wait,
} from '#test/support/automation-factory';
import { NOW } from '#test/support/campaign-factory';
import { makeShop } from '#test/support/shop-factory';

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

const question: Step = {
  id: 'vip',
  kind: 'if_else',
  match: 'all',
  conditions: [{ fact: 'tag', tag: 'vip', is: true }],
  yes: [email('special')],
  no: [email('plain')],
};
const FLOW: Flow = flowOf([email('hello'), wait('day', 24), question], {
  goals: [{ id: 'g', kind: 'has_tag', tag: 'bought' }],
});

type Sent = Delivery & { version: MessageVersion };

/** Hands every message over that is queued. Returns what was sent, by the step and the contact's number. */
async function handOver(at: Date): Promise<Map<string, Sent>> {
  await db.delivery.updateMany({
    where: { shopId: shop.id, state: 'queued' },
    data: { state: 'sent', sentAt: at, dueAt: null },
  });
  const sent = await db.delivery.findMany({
    where: { shopId: shop.id, state: 'sent' },
    include: { version: { include: { message: true } }, contact: true },
  });
  return new Map(
    sent.map((one) => [`${one.version.message.stepId} ${one.contact.shopifyId % 1_000_000n}`, one]),
  );
}

async function buyBy({ publicId }: MessageVersion): Promise<void> {
  const order = await makeOrder(shop);
  await makeCheckout(shop, `checkout-${order.id}`, [
    { at: before({ minutes: 30 }), utm: tags({ id: publicId }) },
  ]);
  await attributeOrders(shop.id, [order.id], PLACED_AT);
}

const open = (delivery: Delivery, at: Date) =>
  db.messageOpen.create({
    data: {
      shopId: shop.id,
      at,
      id: uuidv7(at, new Uint8Array(10)),
      deliveryId: delivery.id,
      versionId: delivery.versionId,
      verdict: 'human',
    },
  });

describe('the report of an automation', () => {
  it('tells who reached each step, waits, left and why, and what each message earned by itself', async () => {
    const id = await startAutomation(shop, FLOW);
    const contacts = await makeContacts(shop, [1, 2, 3, 4]);
    await db.contact.update({
      where: { shopId_id: { shopId: shop.id, id: contacts[3]?.id ?? 0n } },
      data: { email: null },
    });
    await enter(shop, id, contacts);
    await runDue(shop, NOW);
    const first = await handOver(NOW);
    await db.contact.updateMany({
      where: { shopId: shop.id, shopifyId: contacts[0]?.shopifyId },
      data: { tags: ['vip'] },
    });
    await db.contact.updateMany({
      where: { shopId: shop.id, shopifyId: contacts[2]?.shopifyId },
      data: { tags: ['bought'] },
    });
    await runDue(shop, hoursLater(25));
    const later = await handOver(hoursLater(25));
    const [hello, special] = [first.get('hello 1'), later.get('special 1')];
    if (!hello || !special) throw new Error('not sent');
    await open(hello, hoursLater(1));
    await makeClick(shop, { version: hello.version, delivery: hello }, hoursLater(1));
    await buyBy(special.version);

    const report = await automationReport(shop, id);
    expect(report).toMatchObject({
      entered: { value: '4' },
      inside: { value: '0' },
      completed: { value: '3' },
      goal: { value: '1' },
      left: { value: '0' },
      notSent: { value: '2' },
      orders: { value: '1' },
      exits: [{ reason: 'met the goal', count: '1' }],
      steps: [
        {
          id: 'hello',
          reached: 4,
          dropOff: '0%',
          message: {
            delivered: 3,
            opened: '33.3%',
            clicked: '33.3%',
            orders: '0',
            notSent: [{ reason: 'no e-mail address', count: 1 }],
          },
        },
        { id: 'day', reached: 4, waiting: 0, dropOff: '25%', left: [{ reason: 'met the goal', count: 1 }] },
        { id: 'vip', reached: 3, answers: { yes: 1, no: 2 }, message: null },
        { id: 'special', way: 'yes', depth: 1, reached: 1, message: { delivered: 1, orders: '1' } },
        { id: 'plain', way: 'no', reached: 2, message: { delivered: 1, orders: '0', revenue: '€0.00' } },
      ],
    });
    expect(report?.steps[3]?.message?.revenue).toBe(report?.revenue.value);
    const figures = await automationFigures(shop, [id]);
    expect(figures.get(id)).toEqual({
      opened: { text: '20%' },
      clicked: { text: '20%' },
      goal: { text: '1 (25%)' },
      revenue: { text: report?.revenue.value },
    });
  });

  it('keeps the frozen versions of a message and of the flow apart, with a step that only the earlier had', async () => {
    const id = await startAutomation(shop, flowOf([email('hello'), wait('day', 24)]));
    const contacts = await makeContacts(shop, [1, 2]);
    await enter(shop, id, contacts.slice(0, 1));
    await runDue(shop, NOW);
    await saveDraft(shop.id, id, flowOf([email('hello')]), hoursLater(1));
    await saveStepContent(shop.id, id, 'hello', { ...CONTENT, subject: 'Better' }, hoursLater(1));
    await publishAutomation(shop, id, hoursLater(1));
    await enter(shop, id, contacts.slice(1), {}, hoursLater(1));
    await runDue(shop, hoursLater(1));
    const sent = await handOver(hoursLater(1));
    const better = sent.get('hello 2');
    if (!better) throw new Error('not sent');
    await buyBy(better.version);

    const report = await automationReport(shop, id);
    expect(report?.versions).toMatchObject([
      { version: 2, entered: '1', inside: '0 (0%)', completed: '1 (100%)' },
      { version: 1, entered: '1', inside: '1 (100%)', completed: '0 (0%)' },
    ]);
    expect(report?.steps).toMatchObject([
      {
        id: 'hello',
        gone: false,
        message: {
          orders: '1',
          versions: [
            { subject: 'Better', delivered: 1, orders: '1' },
            { subject: CONTENT.subject, delivered: 1, orders: '0' },
          ],
        },
      },
      { id: 'day', gone: true, waiting: 1 },
    ]);
  });

  it('knows of no orders where sales are not tracked, and of nothing before it is published', async () => {
    const untracked = { on: false, source: '', medium: '', campaign: '' };
    const id = await startAutomation(shop, flowOf([email('hello', { tracking: untracked })]));
    expect(await automationReport(shop, id)).toMatchObject({
      tracked: false,
      entered: { value: '0' },
      revenue: { value: null, unknown: 'Sales of its messages are not tracked.' },
    });
    const draft = await makeAutomation(shop, FLOW);
    expect(await automationReport(shop, draft)).toMatchObject({ published: false, entered: { value: null } });
    expect((await automationFigures(shop, [draft])).get(draft)).toMatchObject({
      goal: { unknown: 'Nobody has entered yet.' },
    });
    expect(await automationReport(await makeShop(), id)).toBeUndefined();
  });
});

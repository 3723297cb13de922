import { beforeEach, describe, expect, it } from 'vitest';
import { keepAutomations } from '~/automations/automation-store.server';
import type { Trigger } from '~/automations/definition';
import { takeHappenings } from '~/automations/take-happenings.server';
import { takeMembers } from '~/automations/take-members.server';
import { unscopedTakeDueWatches } from '~/automations/watch-store.server';
import { saveContacts, saveTraits } from '~/contacts/contact-store.server';
import { unscopedHoldHappenings } from '~/contacts/happening-store.server';
import { type Contact, db, type Shop } from '~/db.server';
import { forgetCustomer } from '~/jobs/forget-customer';
import { changeConsent } from '~/messaging/change-consent.server';
import { takeReceipts } from '~/shopify/take-receipts.server';
import type { BatchedTopic } from '~/shopify/topics';
import {
  enter,
  flowOf,
  hoursLater,
  makeContacts,
  runDue,
  startAutomation,
  wait,
} from '#test/support/automation-factory';
import { member, NOW } from '#test/support/campaign-factory';
import { orderPayload } from '#test/support/order-payload-factory';
import { makeShop } from '#test/support/shop-factory';

let shop: Shop;
let contact: Contact;

beforeEach(async () => {
  await db.$executeRaw`DELETE FROM happening`;
  await db.$executeRaw`UPDATE enrolment SET due_at = NULL`;
  shop = await makeShop();
  [contact] = (await makeContacts(shop, [1])) as [Contact];
});

const listening = (trigger: Trigger, name = 'Any') =>
  startAutomation(shop, flowOf([wait('day', 24)], { triggers: [trigger] }), name);

/** Takes a webhook that came in. */
async function told(topic: BatchedTopic, body: object, at = NOW): Promise<void> {
  const receipt = {
    topic,
    body: JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
    receivedAt: at,
    triggeredAt: at,
    webhookId: `${topic}-${at.getTime()}`,
  };
  await db.$transaction((tx) => takeReceipts(shop, [receipt], at, tx));
}

/** Has automations look at what is due. Returns Shopify's numbers of people who are asked for. */
function look(now = NOW): Promise<bigint[]> {
  return db.$transaction(async (tx) => {
    const held = await unscopedHoldHappenings(100, now, tx);
    await keepAutomations(shop.id, { wait: true }, tx);
    return held ? takeHappenings(shop, held.happenings, now, tx) : [];
  });
}

const entered = async (automationId: bigint) =>
  (await db.enrolment.findMany({ where: { shopId: shop.id, automationId }, include: { contact: true } })).map(
    ({ contact: { shopifyId }, since }) => `${shopifyId % 1_000_000n} ${since.toISOString()}`,
  );

describe('an automation is entered', () => {
  it('by becoming a customer, once that customer is a contact, and by the consent that came with it', async () => {
    const created = await listening({ id: 't', kind: 'customer_created' }, 'Created');
    const subscribed = await listening({ id: 't', kind: 'subscribed', channel: 'sms' }, 'Subscribed');
    const stranger = member(9);
    await told('customers/create', { id: stranger.shopifyId, created_at: NOW.toISOString() });
    expect(await look()).toEqual([stranger.shopifyId]);
    expect(await entered(created)).toEqual([]);
    await saveContacts(shop.id, [stranger], NOW);
    expect(await look(hoursLater(1))).toEqual([]);
    expect(await entered(created)).toEqual([`9 ${NOW.toISOString()}`]);
    expect(await entered(subscribed)).toEqual([`9 ${NOW.toISOString()}`]);
  });

  it('by subscribing on its channel alone', async () => {
    const email = await listening({ id: 't', kind: 'subscribed', channel: 'email' }, 'Email');
    const sms = await listening({ id: 't', kind: 'subscribed', channel: 'sms' }, 'SMS');
    await db.$transaction((tx) => changeConsent(shop.id, contact.id, 'email', 'unsubscribed', NOW, tx));
    await db.$transaction((tx) =>
      changeConsent(shop.id, contact.id, 'email', 'subscribed', hoursLater(1), tx),
    );
    await look(hoursLater(1));
    expect(await entered(email)).toEqual([`1 ${hoursLater(1).toISOString()}`]);
    expect(await entered(sms)).toEqual([]);
  });

  it('by an order, by a renewal or by its fulfilment, each by its own trigger', async () => {
    const placed = await listening({ id: 't', kind: 'order_placed' }, 'Placed');
    const renewed = await listening({ id: 't', kind: 'subscription_renewed' }, 'Renewed');
    const fulfilled = await listening({ id: 't', kind: 'order_fulfilled' }, 'Fulfilled');
    const customer = { customer: { id: Number(contact.shopifyId) } };
    const order = (id: number, source_name: string) => ({ ...orderPayload(), id, source_name, ...customer });
    await told('orders/create', order(1, 'web'));
    await told('orders/create', order(1, 'web'));
    await look();
    expect((await entered(placed)).length).toBe(1);
    expect(await entered(renewed)).toEqual([]);
    await told('orders/create', order(2, 'subscription_contract'));
    await told('orders/fulfilled', order(1, 'web'));
    await look();
    expect((await entered(renewed)).length).toBe(1);
    expect((await entered(fulfilled)).length).toBe(1);
  });

  it('once more by the order that ended the way through it', async () => {
    const flow = flowOf([wait('month', 30, 'days')], {
      triggers: [{ id: 't', kind: 'order_placed' }],
      goals: [{ id: 'bought', kind: 'ordered' }],
      reentry: { kind: 'after_finishing' },
    });
    const id = await startAutomation(shop, flow, 'Win back');
    const order = (number: number, at: Date) => ({
      ...orderPayload(),
      id: number,
      processed_at: at.toISOString(),
      customer: { id: Number(contact.shopifyId) },
    });
    await told('orders/create', order(1, NOW));
    await look();
    await told('orders/create', order(2, hoursLater(2)), hoursLater(2));
    await look(hoursLater(2));
    const ways = await db.enrolment.findMany({ where: { automationId: id }, orderBy: { id: 'asc' } });
    expect(ways.map(({ state, reason, orderId }) => [state, reason, orderId])).toEqual([
      ['exited', 'goal_met', 1n],
      ['inside', null, 2n],
    ]);
  });

  it('by a fulfilment from when it happens on: what was ordered before is no answer to it', async () => {
    const id = await listening({ id: 't', kind: 'order_fulfilled' });
    await told(
      'orders/fulfilled',
      { ...orderPayload(), customer: { id: Number(contact.shopifyId) } },
      hoursLater(9),
    );
    await look(hoursLater(9));
    expect(await entered(id)).toEqual([`1 ${hoursLater(9).toISOString()}`]);
  });

  it('by a checkout that nobody finished in the set time, counted from its last change', async () => {
    const id = await listening({ id: 't', kind: 'checkout_abandoned', after: { amount: 2, unit: 'hours' } });
    const checkout = (token: string, at: Date) => ({
      token,
      updated_at: at.toISOString(),
      completed_at: null,
      customer: { id: Number(contact.shopifyId) },
    });
    await told('checkouts/create', checkout('left', NOW));
    await told('checkouts/update', checkout('left', hoursLater(1)), hoursLater(1));
    await look(hoursLater(2.5));
    expect(await entered(id)).toEqual([]);
    await look(hoursLater(3));
    expect(await entered(id)).toEqual([`1 ${hoursLater(1).toISOString()}`]);
  });

  it('not by a checkout that became an order', async () => {
    const id = await listening({ id: 't', kind: 'checkout_abandoned', after: { amount: 2, unit: 'hours' } });
    await told('checkouts/create', {
      token: 'checkout-1',
      updated_at: NOW.toISOString(),
      customer: { id: Number(contact.shopifyId) },
    });
    await told('orders/create', { ...orderPayload(), checkout_token: 'checkout-1' }, hoursLater(1));
    await look(hoursLater(3));
    expect(await entered(id)).toEqual([]);
  });

  it('by entering or leaving a segment, but not by being there when it is first read', async () => {
    const segment = { id: 'gid://shopify/Segment/7', name: 'VIP' };
    const enters = await listening({ id: 't', kind: 'segment_entered', segment }, 'Enters');
    const leaves = await listening({ id: 't', kind: 'segment_left', segment }, 'Leaves');
    const read = async (run: bigint, numbers: number[]) => {
      const members = numbers.map((number) => member(number));
      await db.$transaction((tx) => takeMembers(shop, segment.id, run, { members, isLast: true }, NOW, tx));
      await look();
    };
    const due = await db.$transaction((tx) => unscopedTakeDueWatches(NOW, tx));
    expect(due.filter((one) => one.shop === shop.id)).toEqual([{ shop: shop.id, segment: segment.id }]);
    await read(1n, [1, 2]);
    expect(await entered(enters)).toEqual([]);
    await read(2n, [1, 3]);
    expect(await entered(enters)).toEqual([`3 ${NOW.toISOString()}`]);
    expect(await entered(leaves)).toEqual([`2 ${NOW.toISOString()}`]);
  });

  it('on a birthday, at the time it says', async () => {
    const id = await listening({
      id: 't',
      kind: 'contact_date',
      date: 'birthday',
      daysBefore: 0,
      at: '12:00',
    });
    const [due] = await db.$transaction((tx) => unscopedTakeDueWatches(NOW, tx));
    const segment = due?.segment ?? '';
    expect(segment).toBe("anniversary(date: 'metafields.facts.birth_date') = today");
    const page = { members: [member(1)], isLast: true };
    await db.$transaction((tx) => takeMembers(shop, segment, 1n, page, NOW, tx));
    await look(hoursLater(1.9));
    expect(await entered(id)).toEqual([]);
    await look(hoursLater(2));
    expect(await entered(id)).toHaveLength(1);
  });

  it('by a contact whose tags it asks for once they were read', async () => {
    const { steps } = flowOf([
      {
        id: 'vip',
        kind: 'if_else',
        match: 'all',
        conditions: [{ fact: 'tag', tag: 'vip', is: true }],
        yes: [],
        no: [wait('day', 24)],
      },
    ]);
    const id = await startAutomation(shop, flowOf(steps), 'For VIPs');
    await told('customers/create', { id: contact.shopifyId, created_at: NOW.toISOString() });
    expect(await look()).toEqual([contact.shopifyId]);
    expect(await entered(id)).toEqual([]);
    await saveTraits(shop.id, [{ shopifyId: contact.shopifyId, tags: ['vip'] }]);
    await look(hoursLater(1));
    await runDue(shop, hoursLater(1));
    expect(await db.enrolmentStep.findMany({ where: { automationId: id } })).toMatchObject([
      { outcome: 'yes' },
    ]);
  });

  it('no more by tags, but whoever is inside is looked at by those they have then', async () => {
    const flow = flowOf([wait('day', 24)], { goals: [{ id: 'vip', kind: 'has_tag', tag: 'vip' }] });
    const id = await startAutomation(shop, flow, 'Until VIP');
    await enter(shop, id, [contact]);
    await runDue(shop, NOW);
    const tagged = (tags: string[]) => ({
      customerId: `gid://shopify/Customer/${contact.shopifyId}`,
      tags,
      occurredAt: NOW.toISOString(),
    });
    const state = async () => {
      await look(hoursLater(1));
      await runDue(shop, hoursLater(1));
      const { tags } = await db.contact.findFirstOrThrow({ where: { id: contact.id } });
      const [way] = await db.enrolment.findMany({ where: { automationId: id } });
      return `${tags.join()} ${way?.reason ?? way?.state}`;
    };
    await told('customer.tags_added', tagged(['tea', 'Wholesale']));
    expect(await state()).toBe('tea,Wholesale inside');
    await told('customer.tags_removed', tagged(['wholesale']), hoursLater(0.5));
    expect(await state()).toBe('tea inside');
    await told('customer.tags_added', tagged(['VIP']), hoursLater(1));
    expect(await state()).toBe('tea,VIP goal_met');
    await told('customer.tags_added', { ...tagged(['x']), customerId: 'gid://shopify/Customer/5' });
    expect(await look(hoursLater(1))).toEqual([]);
  });

  it('no more, but left at once, by being erased', async () => {
    const id = await listening({ id: 't', kind: 'customer_created' });
    await enter(shop, id, [contact]);
    await runDue(shop, NOW);
    const notice = { customerId: contact.shopifyId, orderIds: [], email: null };
    await forgetCustomer(shop.id, notice, NOW, hoursLater(1));
    await look(hoursLater(1));
    await runDue(shop, hoursLater(1));
    const ways = await db.enrolment.findMany({ where: { automationId: id } });
    expect(ways.map(({ reason }) => reason)).toEqual(['redacted']);
  });

  it('by nothing where none is on, and nothing is kept of it', async () => {
    await told('customers/create', { id: contact.shopifyId, created_at: NOW.toISOString() });
    expect(await db.happening.count()).toBe(0);
  });
});

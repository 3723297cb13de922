import { beforeEach, describe, expect, it } from 'vitest';
import { type Delivery, db, type Shop } from '~/db.server';
import { claimWithinCap } from '~/messaging/claim-within-cap.server';
import { unscopedSettleDeliveries } from '~/messaging/delivery-store.server';
import type { FrequencyCap } from '~/messaging/frequency-cap';
import { contactsAtCap, saveFrequencyCap } from '~/messaging/frequency-cap-store.server';
import { member, NOW } from '#test/support/campaign-factory';
import { startCampaign } from '#test/support/delivery-factory';
import { makeShop } from '#test/support/shop-factory';

const ONCE_A_WEEK: FrequencyCap = { messages: 1, days: 7, scope: 'channel' };
const days = (number: number) => new Date(NOW.getTime() + number * 86_400_000);

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

const standing = async ({ id }: Delivery) => {
  const found = await db.delivery.findUniqueOrThrow({ where: { shopId_id: { shopId: shop.id, id } } });
  return [found.state, found.reason];
};
const claim = ({ versionId }: Delivery, now = NOW) => claimWithinCap(shop.id, versionId, 16, 'sender', now);

async function start(people: number[], now = NOW) {
  const { deliveries } = await startCampaign(
    shop,
    people.map((number) => member(number)),
    {},
    now,
  );
  const [first] = deliveries;
  if (!first) throw new Error('no delivery');
  return { first, deliveries };
}

async function sent(people: number[], now = NOW) {
  const { first } = await start(people, now);
  const claimed = await claim(first, now);
  const settled = claimed.map((delivery) => ({
    delivery,
    settlement: { state: 'sent' as const, providerMessageId: String(delivery.id) },
  }));
  await unscopedSettleDeliveries(settled, now);
  return first;
}

describe('a frequency cap', () => {
  it('leaves out who has had enough when a campaign is queued, and nobody else', async () => {
    await saveFrequencyCap(shop.id, ONCE_A_WEEK);
    await sent([1]);
    const { deliveries } = await start([1, 2], days(1));
    expect(await Promise.all(deliveries.map(standing))).toEqual([
      ['skipped', 'frequency_cap'],
      ['queued', null],
    ]);
  });

  it('counts the days before the moment of sending alone, and as many messages as it says', async () => {
    await saveFrequencyCap(shop.id, { ...ONCE_A_WEEK, messages: 2 });
    await sent([1]);
    await sent([1], days(1));
    expect(await standing((await start([1], days(6.9))).first)).toEqual(['skipped', 'frequency_cap']);
    expect(await standing((await start([1], days(7))).first)).toEqual(['queued', null]);
  });

  it('counts each channel by itself, or all of them', async () => {
    const { contactId } = await sent([1]);
    const of = { channel: 'sms', versionId: null };
    expect(await contactsAtCap(shop.id, ONCE_A_WEEK, of, [contactId], days(1))).toEqual(new Set());
    const overAll = { ...ONCE_A_WEEK, scope: 'all' as const };
    expect(await contactsAtCap(shop.id, overAll, of, [contactId], days(1))).toEqual(new Set([contactId]));
  });

  it('does not count what the provider refused', async () => {
    await saveFrequencyCap(shop.id, ONCE_A_WEEK);
    const { first } = await start([1]);
    const [delivery] = await claim(first);
    if (!delivery) throw new Error('nothing due');
    await unscopedSettleDeliveries(
      [{ delivery, settlement: { state: 'failed', reason: 'no mailbox' } }],
      NOW,
    );
    expect(await standing((await start([1], days(1))).first)).toEqual(['queued', null]);
  });

  it('is asked again when a delivery is taken in hand', async () => {
    await saveFrequencyCap(shop.id, ONCE_A_WEEK);
    const one = await start([1, 2]);
    const other = await start([2, 3]);
    await claim(one.first);
    expect((await claim(other.first)).map(({ overCap = false }) => overCap).sort()).toEqual([false, true]);
    expect(await Promise.all(other.deliveries.map(standing))).toEqual([
      ['skipped', 'frequency_cap'],
      ['sending', null],
    ]);
  });

  it('holds where many messages to one contact are taken in hand at once', async () => {
    await saveFrequencyCap(shop.id, { ...ONCE_A_WEEK, messages: 2 });
    const waiting = [];
    for (let campaign = 0; campaign < 6; campaign += 1) waiting.push((await start([1])).first);
    const claimed = (await Promise.all(waiting.map((delivery) => claim(delivery)))).flat();
    expect(claimed).toHaveLength(6);
    expect(claimed.filter(({ overCap }) => !overCap)).toHaveLength(2);
  });

  it('that is taken away keeps nobody from anything', async () => {
    await saveFrequencyCap(shop.id, ONCE_A_WEEK);
    await sent([1]);
    await saveFrequencyCap(shop.id, undefined);
    expect(await standing((await start([1], days(1))).first)).toEqual(['queued', null]);
  });
});

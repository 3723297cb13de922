import { expect, it } from 'vitest';
import { unclaimedTags } from '~/reports/unclaimed-tags/query.server';
import {
  before,
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  OUR_TAGS,
  tags,
} from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

it('tags of no message are listed with the orders and days of their visits, those of messages are not', async () => {
  const shop = await makeShop();
  await makeSentMessage(shop);
  const theirs = { source: 'other_tool', medium: 'sms', campaign: 'autumn' };
  const first = await makeOrder(shop);
  await makeCheckout(shop, `checkout-${first.id}`, [
    { at: before({ days: 2 }), utm: tags(theirs) },
    { at: before({ days: 1 }), utm: tags(theirs) },
    { at: before({ hours: 1 }), utm: tags(OUR_TAGS) },
  ]);
  const second = await makeOrder(shop);
  await makeJourney(shop, second.id, 'ready', [
    { at: before({ hours: 5 }), utm: theirs },
    { at: before({ hours: 4 }) },
  ]);
  const elsewhere = await makeShop();
  const third = await makeOrder(elsewhere);
  await makeJourney(elsewhere, third.id, 'ready', [{ at: before({ hours: 5 }), utm: theirs }]);

  expect(await unclaimedTags(shop, before({}))).toEqual({
    days: 90,
    tags: [{ ...theirs, seen: '2 orders, visits from 22 Nov 2026 to 24 Nov 2026', firstDay: '2026-11-22' }],
  });
});

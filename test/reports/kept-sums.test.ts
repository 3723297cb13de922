import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { changeSettings } from '~/attribution/change-settings.server';
import { DEFAULT_SETTINGS } from '~/attribution/facts';
import type { Shop } from '~/db.server';
import { recomputeBacklog } from '~/jobs/recompute-backlog';
import { periodOf } from '~/lib/period';
import { salesOverview as overview } from '~/reports/sales-overview/query.server';
import {
  before,
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  tags,
} from '#test/support/attribution-factory';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-11-24T12:05:00Z');
const NOVEMBER = periodOf('2026-11-01', '2026-11-30', 'Europe/Berlin');
const { version: _, ...RULE } = DEFAULT_SETTINGS;

/** With the sums as a worker would have made them by then. */
const salesOverview: typeof overview = async (of, ...rest) => {
  await rollUpAll(of);
  return overview(of, ...rest);
};

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

async function bought(some: Parameters<typeof makeOrder>[1] = {}) {
  const sent = await makeSentMessage(shop, { sentAt: before({ days: 20 }) });
  const order = await makeOrder(shop, some);
  await makeCheckout(shop, `checkout-${order.id}`, [
    { at: before({ days: 4 }), utm: tags({ id: sent.version.publicId }) },
  ]);
  await makeJourney(shop, order.id, 'absent');
  await attributeOrders(shop.id, [order.id], NOW);
  return order;
}

describe('a report by a version of the settings', () => {
  it('shows while orders are decided anew what the version before came to, and then the version in force', async () => {
    await bought();
    await changeSettings(shop.id, { ...RULE, windowDays: 3 }, NOW);
    const meanwhile = await salesOverview(shop, NOVEMBER);
    expect(meanwhile.creditedRevenue.value).toBe('€50.00');
    expect(meanwhile.basis).toContain('Last click within 5 days');
    expect(meanwhile.version).toMatchObject({
      shown: 1,
      text: 'By settings version 1, as it stood on 24 Nov 2026, 13:05, when version 2 took its place.',
      progress: { version: 2, done: 0, total: 1 },
    });
    while ((await recomputeBacklog()) > 0);
    const afterwards = await salesOverview(shop, NOVEMBER);
    expect(afterwards).toMatchObject({ version: null, creditedRevenue: { value: '€0.00' } });
    expect(afterwards.basis).toContain('Last click within 3 days');
  });

  it('can be asked for later, and is what it was, whatever came after', async () => {
    await bought();
    const then = await salesOverview(shop, NOVEMBER);
    await changeSettings(shop.id, { ...RULE, windowDays: 3 }, NOW);
    while ((await recomputeBacklog()) > 0);
    await bought();
    const pinned = await salesOverview(shop, NOVEMBER, { version: 1 });
    expect(pinned).toMatchObject({
      sentence: then.sentence,
      creditedRevenue: then.creditedRevenue,
      buckets: then.buckets,
      days: then.days,
      version: { shown: 1, progress: null },
    });
    expect(pinned.grades).toMatchObject({
      parts: [],
      sentence: 'On which evidence credits rest is known of the version in force alone.',
    });
    expect(pinned.messages.map(({ revenue }) => revenue)).toContain('€50.00');
    expect((await salesOverview(shop, NOVEMBER, { version: 9 })).version).toBeNull();
  });

  it('tells what renewals bring beside all other numbers', async () => {
    const customerId = 5n;
    await bought({ customerId, sellingPlan: true, processedAt: before({ days: 2 }) });
    const renewal = await makeOrder(shop, {
      sourceName: 'subscription_contract',
      checkoutToken: null,
      customerId,
      valueMinor: 1_500n,
    });
    await attributeOrders(shop.id, [renewal.id], NOW);
    const view = await salesOverview(shop, NOVEMBER);
    expect(view).toMatchObject({
      creditedRevenue: { value: '€50.00' },
      creditedOrders: { value: '1' },
      renewals:
        'Beside that, €15.00 of subscription renewals (1 order) go to the messages that won their first orders.',
    });
    expect(view.messages.map(({ revenue, renewals }) => [revenue, renewals])).toEqual([['€50.00', '€15.00']]);
  });

  it('names a message that renewals alone brought something in the period, with no revenue', async () => {
    const customerId = 6n;
    await bought({ customerId, sellingPlan: true, processedAt: before({ days: 2 }) });
    const renewal = await makeOrder(shop, {
      sourceName: 'subscription_contract',
      checkoutToken: null,
      customerId,
      valueMinor: 1_500n,
    });
    await attributeOrders(shop.id, [renewal.id], NOW);
    const { messages, creditedRevenue } = await salesOverview(
      shop,
      periodOf('2026-11-24', '2026-11-24', shop.timeZone),
    );
    expect(creditedRevenue.value).toBe('€0.00');
    expect(messages.map(({ revenue, renewals }) => [revenue, renewals])).toEqual([['€0.00', '€15.00']]);
  });
});

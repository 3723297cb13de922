import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db, type Shop } from '~/db.server';
import { periodOf } from '~/lib/period';
import { salesOverview } from '~/reports/sales-overview/query.server';
import {
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  type SentMessage,
  tags,
} from '#test/support/attribution-factory';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-12-05T00:00:00Z');
const NOVEMBER = periodOf('2026-11-01', '2026-11-30', 'Europe/Berlin');

let shop: Shop;
let sent: SentMessage;
beforeEach(async () => {
  shop = await makeShop();
  sent = await makeSentMessage(shop, { sentAt: new Date('2026-10-01T00:00:00Z') });
});

async function bought(at: string, customerId: bigint | null, isCredited = true): Promise<void> {
  const placedAt = new Date(at);
  const order = await makeOrder(shop, { processedAt: placedAt, customerId });
  const landing = { at: new Date(placedAt.getTime() - 600_000), utm: tags({ id: sent.version.publicId }) };
  await makeCheckout(shop, `checkout-${order.id}`, isCredited ? [landing] : [], { completedAt: placedAt });
  await makeJourney(shop, order.id, 'absent');
  await attributeOrders(shop.id, [order.id], NOW);
}

describe('first-time customers', () => {
  it('are those whose first order a message earned, beside the period before', async () => {
    await bought('2026-10-20T10:00:00Z', 1n);
    await bought('2026-11-03T10:00:00Z', 1n);
    await bought('2026-11-04T10:00:00Z', 2n);
    await bought('2026-11-05T10:00:00Z', 3n, false);
    await bought('2026-11-06T10:00:00Z', 3n);
    await bought('2026-11-07T10:00:00Z', null);
    await rollUpAll(shop);
    const { firstTimeCustomers, creditedOrders } = await salesOverview(shop, NOVEMBER);
    expect(creditedOrders.value).toBe('4');
    expect(firstTimeCustomers).toMatchObject({ value: '1', change: { before: '1', direction: 'same' } });
  });

  it('are not known where nobody is known who placed a credited order', async () => {
    await bought('2026-11-07T10:00:00Z', null);
    await rollUpAll(shop);
    expect((await salesOverview(shop, NOVEMBER)).firstTimeCustomers).toMatchObject({
      value: null,
      unknown: 'It is not known who placed the credited orders.',
    });
  });
});

describe('abandoned checkouts', () => {
  const open = (token: string, at: string) =>
    db.openCheckout.create({
      data: { shopId: shop.id, token, shopifyId: 1n, changedAt: new Date(at) },
    });

  it('are those of the period that came to no order', async () => {
    await open('left', '2026-11-03T10:00:00Z');
    await open('left earlier', '2026-10-03T10:00:00Z');
    await open('ordered', '2026-11-04T10:00:00Z');
    await makeOrder(shop, { checkoutToken: 'ordered' });
    const { abandonedCheckouts } = await salesOverview(shop, NOVEMBER);
    expect(abandonedCheckouts).toMatchObject({ value: '1', change: { before: '1' } });
  });

  it('are not known where Shopify told of none', async () => {
    expect((await salesOverview(shop, NOVEMBER)).abandonedCheckouts.value).toBeNull();
    await open('later', '2026-12-01T10:00:00Z');
    expect((await salesOverview(shop, NOVEMBER)).abandonedCheckouts).toMatchObject({
      value: null,
      unknown: 'Shopify told of no checkout of this period.',
    });
  });
});

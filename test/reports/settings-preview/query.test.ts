import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { DEFAULT_SETTINGS } from '~/attribution/facts';
import { db, type Shop } from '~/db.server';
import { previewSettings } from '~/reports/settings-preview/query.server';
import {
  before,
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  PLACED_AT,
  tags,
} from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-11-24T12:05:00Z');
const { version: _, ...RULE } = DEFAULT_SETTINGS;

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

async function bought(
  clickedDaysBefore: number,
  publicId: string,
  some: Parameters<typeof makeOrder>[1] = {},
) {
  const order = await makeOrder(shop, some);
  await makeCheckout(shop, `checkout-${order.id}`, [
    { at: before({ days: clickedDaysBefore }), utm: tags({ id: publicId }) },
  ]);
  await makeJourney(shop, order.id, 'absent');
  return order;
}

describe('the preview of a change', () => {
  it('shows the last 90 days before and after, by channel and message, and which orders change', async () => {
    const mail = await makeSentMessage(shop, { sentAt: before({ days: 20 }), name: 'Mugs' });
    const text = await makeSentMessage(shop, {
      sentAt: before({ days: 20 }),
      name: 'Flash',
      channel: 'sms',
      utmCampaign: 'flash',
    });
    await bought(1, mail.version.publicId, { valueMinor: 1_000n });
    const late = await bought(6, text.version.publicId, { name: '#late', valueMinor: 2_000n });
    await bought(6, text.version.publicId, { valueMinor: 9_000n, processedAt: before({ days: 91 }) });
    await bought(1, mail.version.publicId, { currency: 'USD', valueMinor: 7_000n });

    const preview = await previewSettings(shop, { ...RULE, channelWindows: { sms: 8 } }, NOW);
    expect(preview).toMatchObject({
      basis: 'All 3 orders of the last 90 days.',
      rules: { after: 'Last click within 5 days (SMS 8) before the order, over all sources.' },
      total: {
        before: { orders: '2', revenue: '€10.00' },
        after: { orders: '3', revenue: '€30.00' },
      },
      channels: [
        { label: 'Email', before: { revenue: '€10.00' }, after: { revenue: '€10.00' } },
        {
          label: 'SMS',
          before: { orders: '0', revenue: '€0.00' },
          after: { orders: '1', revenue: '€20.00' },
        },
      ],
      moved: '1 order changes',
      examples: [{ orderId: String(late.id), name: '#late', before: 'No touch', after: 'Flash €20.00' }],
    });
    expect(preview.messages.map(({ label }) => label).sort()).toEqual(['Flash', 'Mugs']);
  });

  it('writes nothing, and reads no other shop', async () => {
    const mail = await makeSentMessage(shop, { sentAt: before({ days: 20 }) });
    const order = await bought(6, mail.version.publicId);
    await attributeOrders(shop.id, [order.id], NOW);
    const other = await makeShop();
    await makeOrder(other);
    const stood = await db.orderStanding.findMany({ where: { shopId: shop.id } });
    await previewSettings(shop, { ...RULE, windowDays: 9 }, NOW);
    expect(await db.orderStanding.findMany({ where: { shopId: shop.id } })).toEqual(stood);
    expect(await db.credit.count({ where: { shopId: shop.id } })).toBe(0);
    expect(await db.orderStanding.count({ where: { shopId: other.id } })).toBe(0);
    expect((await previewSettings(other, RULE, NOW)).basis).toBe('The one order of the last 90 days.');
  });

  it('judges many orders by an even sample, and says so', { timeout: 60_000 }, async () => {
    await db.$executeRaw`
      INSERT INTO "order" (shop_id, id, name, created_at, processed_at, updated_at, test, source_name, currency, value_minor,
        total_minor)
      SELECT ${shop.id}, n, '#' || n, ${PLACED_AT}, ${PLACED_AT}, ${PLACED_AT}, false, 'pos', 'EUR', 100, 100
      FROM generate_series(1, 20001) AS n`;
    const { basis } = await previewSettings(shop, { ...RULE, windowDays: 9 }, NOW);
    const [, sampled] = /^A sample: ([\d,]+) of the 20,001 orders/.exec(basis) ?? [];
    const share = Number(sampled?.replace(',', '')) / 20_001;
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.55);
  });

  it('has nothing to compare where there are no orders', async () => {
    expect(await previewSettings(shop, RULE, NOW)).toMatchObject({
      basis: 'All 0 orders of the last 90 days.',
      channels: [],
      examples: [],
    });
  });
});

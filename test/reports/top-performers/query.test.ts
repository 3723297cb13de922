import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import type { Shop } from '~/db.server';
import { periodOf } from '~/lib/period';
import { performersTable, type TopPerformersView } from '~/reports/top-performers/interpret';
import { topPerformersReport } from '~/reports/top-performers/query.server';
import {
  makeCheckout,
  makeDelivery,
  makeJourney,
  makeOrder,
  makeSentMessage,
  type SentMessage,
  tags,
} from '#test/support/attribution-factory';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-12-05T00:00:00Z');
const SENT_AT = new Date('2026-11-01T08:00:00Z');
const NOVEMBER = periodOf('2026-11-01', '2026-11-30', 'Europe/Berlin');

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

async function earn(sent: SentMessage, orders: number, valueMinor: bigint): Promise<void> {
  for (let nth = 0; nth < orders; nth += 1) {
    const processedAt = new Date(SENT_AT.getTime() + (nth + 1) * 3_600_000);
    const order = await makeOrder(shop, { processedAt, valueMinor });
    await makeCheckout(shop, `checkout-${order.id}`, [
      { at: new Date(processedAt.getTime() - 60_000), utm: tags({ id: sent.version.publicId }) },
    ]);
    await makeJourney(shop, order.id, 'absent');
    await attributeOrders(shop.id, [order.id], NOW);
  }
}

const rowsOf = ({ tables }: TopPerformersView, of: string) =>
  tables.find(({ id }) => id === of)?.rows.map(({ cells }) => cells.map(({ text }) => text));

describe('top performers', () => {
  it('are the messages, campaigns and sources that earned most, with their interval and where their orders are', async () => {
    const letter = await makeSentMessage(shop, { sentAt: SENT_AT, name: 'Mugs' });
    for (let more = 0; more < 9; more += 1) await makeDelivery(shop, letter.version, { sentAt: SENT_AT });
    const other = await makeSentMessage(shop, { sentAt: SENT_AT, name: 'Pots', utmSource: 'partners' });
    await earn(letter, 2, 5_000n);
    await earn(other, 1, 3_000n);
    await rollUpAll(shop);
    const view = await topPerformersReport(shop, NOVEMBER, 'placed');
    expect(rowsOf(view, 'campaigns')).toEqual([
      ['Mugs', '2', '€0.00', '€50.00', '€100.00', '20%', '€10.00'],
      ['Pots', '1', '€0.00', '€30.00', '€30.00', '100%', '€30.00'],
    ]);
    expect(rowsOf(view, 'messages')?.map(([name]) => name)).toEqual(['Mugs', 'Pots']);
    expect(rowsOf(view, 'sources')).toEqual([
      ['newsletter', '2', '€0.00', '€50.00', '€100.00'],
      ['partners', '1', '€0.00', '€30.00', '€30.00'],
    ]);
    const [campaigns] = view.tables.filter(({ id }) => id === 'campaigns');
    expect(campaigns?.rows[0]).toMatchObject({
      path: `/app/campaigns/${letter.campaign.id}`,
      orders: `/app/orders?from=2026-11-01&to=2026-11-30&campaign=${letter.campaign.id}`,
    });
    expect(campaigns?.rows[0]?.cells[5]?.note).toBe('5.7% – 51%');
    expect(
      performersTable(view.tables).rows.map(({ cells }) => cells.slice(0, 2).map(({ raw }) => raw)),
    ).toEqual([
      ['Messages', 'Mugs'],
      ['Messages', 'Pots'],
      ['Campaigns', 'Mugs'],
      ['Campaigns', 'Pots'],
      ['Sources', 'newsletter'],
      ['Sources', 'partners'],
    ]);
  });

  it('are not called best while there are few orders', async () => {
    const letter = await makeSentMessage(shop, { sentAt: SENT_AT, name: 'Mugs' });
    await earn(letter, 29, 100n);
    await rollUpAll(shop);
    const few = await topPerformersReport(shop, NOVEMBER, 'placed');
    expect(few.sentence).toContain('too few to say what does best');
    expect(few.notes).toEqual([expect.stringContaining('rank nothing')]);
    await earn(letter, 1, 100n);
    await rollUpAll(shop);
    const enough = await topPerformersReport(shop, NOVEMBER, 'placed');
    expect(enough.sentence).toContain('Mugs earned most');
    expect(enough.notes).toEqual([]);
  });

  it('are none where no message earned anything', async () => {
    const view = await topPerformersReport(shop, NOVEMBER, 'placed');
    expect(view).toMatchObject({
      empty: true,
      notes: [],
      sentence: 'No message earned anything in this period.',
    });
  });
});

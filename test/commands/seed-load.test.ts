import { describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { lastDays } from '~/lib/period';
import { orderList } from '~/reports/order-list/query.server';
import { topMessagesReport } from '~/reports/top-messages/query.server';
import { topSourcesReport } from '~/reports/top-sources/query.server';
import { rollUp } from '#test/support/rollups.ts';
import { runCommand } from '#test/support/run-command.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const LOCAL_SHOPIFY_URL = 'http://127.0.0.1:9';
const seed = (...args: string[]) => runCommand('seed', args, { ...process.env, LOCAL_SHOPIFY_URL });

describe('a load', () => {
  it('is as many orders as were asked for, which every page can read, and is written once', async () => {
    const shop = await makeShop();
    const load = ['--shop', shop.domain, '--load', '--orders', '3000'];
    expect(await seed(...load)).toEqual({
      code: 0,
      out: 'written   3000 orders\n',
      err: '3000 of 3000 orders\n',
    });
    const own = { where: { shopId: shop.id } };
    expect([
      await db.order.count(own),
      await db.orderStanding.count(own),
      await db.credit.count(own),
    ]).toEqual([3_000, 3_000, 600]);
    expect(await seed(...load)).toMatchObject({ code: 0, out: 'is there  a load\n' });
    expect(await db.order.count(own)).toBe(3_000);

    await rollUp();
    const year = lastDays(365, new Date(), shop.timeZone);
    const messages = await topMessagesReport(shop, year, 'placed');
    expect(messages.rows.length).toBeGreaterThan(100);
    const sources = await topSourcesReport(shop, year, 'moved');
    expect(sources.rows.map(({ cells }) => cells[0]?.text)).toEqual(
      expect.arrayContaining(['Google', 'source_1', 'Direct', 'Consent absent', 'Untrackable']),
    );
    const orders = await orderList(shop, {});
    expect(orders.rows.map(({ bucket }) => bucket)).toEqual(expect.arrayContaining(['credited', 'no_touch']));
    const late = await db.$queryRaw`
      SELECT 1 FROM credit c JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
      JOIN message_version v ON v.shop_id = c.shop_id AND v.id = c.version_id
      WHERE c.shop_id = ${shop.id} AND (v.frozen_at > o.processed_at OR v.frozen_at < o.processed_at - interval '6 days')`;
    expect(late).toEqual([]);
  });

  it('says what is wrong with its arguments', async () => {
    expect(await seed('--shop', 'nobody.myshopify.com', '--load')).toMatchObject({ code: 2 });
    expect(await seed('--shop', 'nobody.myshopify.com', '--load', '--orders', 'many')).toMatchObject({
      code: 2,
    });
  });
});

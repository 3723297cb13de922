import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { db, type Shop } from '~/db.server';
import { lastDays } from '~/lib/period';
import { askForBackfill, askForRepair } from '~/shopify/sync-store.server';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';
import { placeOrders, runJobs } from '#test/support/reconciliation-factory.ts';
import { runCommand } from '#test/support/run-command.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let platform: LocalPlatform;
let shop: Shop;
beforeAll(async () => {
  platform = await startLocalPlatform({ plan: 'enterprise' });
  await platform.signIn();
  shop = await makeShop({ domain: platform.state.shop.domain });
  placeOrders(platform.state, 3);
  await askForBackfill(shop.id, shop.installedAt, new Date());
  await runJobs('backfill-orders');
});
afterAll(() => platform.stop());

const reconcile = (...args: string[]) => runCommand('reconcile', args);

describe('the reconcile command', () => {
  it('exits 0 where all agree, 1 on a planted difference, and 0 after the repair', async () => {
    const same = await reconcile('--shop', shop.domain, '--json');
    expect(same).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(same.out)).toMatchObject({
      shop: shop.domain,
      shopify: { orders: 3 },
      ours: { orders: 3 },
      difference: { orders: 0, total: '0.00' },
      differs: false,
    });

    const [order] = platform.state.orders;
    await db.order.updateMany({
      where: { shopId: shop.id, id: order?.id },
      data: { valueMinor: { increment: 1n } },
    });
    const planted = await reconcile('--shop', shop.domain, '--json');
    expect(planted.code).toBe(1);
    expect(JSON.parse(planted.out)).toMatchObject({
      difference: { orders: 0, total: '-0.01' },
      orders: expect.arrayContaining([
        expect.objectContaining({ name: order?.name, reason: 'value_differs' }),
      ]) as unknown,
    });

    await askForRepair(shop.id, lastDays(30, new Date(), shop.timeZone), new Date());
    await runJobs('repair-orders');
    expect((await reconcile('--shop', shop.domain, '--json')).code).toBe(0);
  }, 60_000);

  it.each([
    [[], '--shop is needed'],
    [['--shop', 'nobody.myshopify.com'], 'no shop'],
    [['--shop', 'x', '--from', '2026-11-01'], 'go together'],
    [['--wrong'], 'wrong'],
  ])('exits 2 on wrong arguments: %j', async (args, said) => {
    const { code, err } = await reconcile(...args);
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(err).toContain('usage:');
  });
});

import { describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { save } from '#test/support/backlog.ts';
import { orderFacts } from '#test/support/order-facts-factory.ts';
import { runCommand } from '#test/support/run-command.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const LOCAL_SHOPIFY_URL = 'http://127.0.0.1:9';
const rebuild = (...args: string[]) =>
  runCommand('rebuild-rollups', args, { ...process.env, LOCAL_SHOPIFY_URL });

describe('the rebuild-rollups command', () => {
  it('makes all sums by day of a shop anew, whatever stood there', async () => {
    const shop = await makeShop();
    await save(shop.id, { kind: 'order', facts: orderFacts() });
    await db.dayMark.deleteMany();
    const wrong = {
      bucket: 'credited',
      reason: '',
      source: '',
      medium: '',
      channel: '',
      subscription: 'none',
    };
    const sums = {
      orders: 9,
      otherCurrency: 0,
      valueMinor: 9n,
      takenMinor: 0n,
      movedMinor: 9n,
      movedTakenMinor: 0n,
    };
    await db.salesDay.create({ data: { shopId: shop.id, day: new Date('2020-01-01'), ...wrong, ...sums } });
    const { code, out } = await rebuild('--shop', shop.domain);
    expect({ code, out: out.replace(/\d+ s$/m, 'N s') }).toEqual({
      code: 0,
      out: `rebuilt the sums of ${shop.domain} in N s\n`,
    });
    expect(
      await db.salesDay.findMany({ where: { shopId: shop.id }, select: { orders: true, valueMinor: true } }),
    ).toEqual([{ orders: 1, valueMinor: 10_000n }]);
  });

  it('says what is wrong with its arguments', async () => {
    expect(await rebuild()).toMatchObject({
      code: 2,
      err: expect.stringContaining('--shop is needed') as string,
    });
    expect(await rebuild('--shop', 'nobody.myshopify.com')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no such shop') as string,
    });
  });
});

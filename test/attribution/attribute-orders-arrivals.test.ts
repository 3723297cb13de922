import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { readReceipts } from '~/attribution/read-receipts.server';
import { db } from '~/db.server';
import {
  before,
  makeCheckout,
  makeClick,
  makeJourney,
  makeOrder,
  makeSentMessage,
  OUR_TAGS,
  PLACED_AT,
} from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-11-24T12:05:00Z');

describe('over random arrivals', () => {
  it('the facts decide, not their order', async () => {
    const shop = await makeShop();
    const standing = async (orderId: bigint) => {
      const where = { shopId: shop.id, orderId };
      const { bucket } = await db.orderStanding.findUniqueOrThrow({ where: { shopId_orderId: where } });
      const receipt = (await readReceipts(shop.id, [orderId], db)).get(orderId);
      const credits = await db.credit.findMany({ where });
      return {
        bucket,
        // All but the order's own number, which differs from run to run.
        receipt: JSON.stringify(receipt).replaceAll(String(orderId), 'id'),
        credits: credits.map((credit) => [credit.versionId, credit.grade, credit.amountMinor]),
      };
    };
    const sent = await makeSentMessage(shop);
    const clickId = await makeClick(shop, sent, before({ hours: 2 }));
    const template = await makeOrder(shop, { customerId: sent.customerId });
    const steps: Record<string, (orderId: bigint) => Promise<unknown>> = {
      order: (id) => makeOrder(shop, { id, name: template.name, checkoutToken: `checkout-${id}` }),
      pixel: (id) =>
        makeCheckout(shop, `checkout-${id}`, [
          { at: before({ hours: 2 }), clickId },
          { at: before({ days: 1 }), adParam: 'gclid' },
        ]),
      journey: (id) =>
        makeJourney(shop, id, 'ready', [{ at: before({ hours: 2, seconds: -2 }), utm: OUR_TAGS }]),
      refund: (id) =>
        db.refund.create({
          data: {
            shopId: shop.id,
            orderId: id,
            id: 1n,
            processedAt: PLACED_AT,
            goodsMinor: 0n,
            taxMinor: 0n,
            totalMinor: 1n,
          },
        }),
    };
    let id = 9_000_000n;
    const results: unknown[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(Object.keys(steps), { minLength: Object.keys(steps).length }),
        async (order) => {
          id += 1n;
          for (const step of order) {
            await steps[step]?.(id);
            await attributeOrders(shop.id, [id], NOW);
          }
          results.push(await standing(id));
          expect(results.at(-1)).toEqual(results[0]);
        },
      ),
      { numRuns: 24 },
    );
    expect(results[0]).toMatchObject({
      bucket: 'credited',
      credits: [[sent.version.id, 'click_id', 5_000n]],
    });
  });
});

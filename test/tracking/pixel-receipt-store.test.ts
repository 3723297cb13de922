import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { unscopedStorePixelReceipts } from '~/tracking/pixel-receipt-store.server';
import { makeShop } from '#test/support/shop-factory.ts';

/** JSON as anybody may write it: any text, escaped or not, and any room between. */
const body = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify({ text })),
  fc.json().map((json) => `\t${json}\r\n `),
  fc.constantFrom('{}', '""', '"\\u001e\\u0000"', '{"a":"\\ud83d\\ude00 😀, {} \\\\ \'"}', '  \n[]'),
);

describe('a group of pixel events', () => {
  it('is stored whatever JSON its bodies are, to the letter and in the order given', async () => {
    const { id: shop } = await makeShop();
    const receivedAt = new Date();
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 40 }), async (bodies) => {
        await unscopedStorePixelReceipts(bodies.map((text) => ({ shop, receivedAt, body: text })));
        const stored = await db.pixelReceipt.findMany({ where: { shopId: shop }, orderBy: { id: 'asc' } });
        expect(stored.map((row) => [row.body, row.receivedAt])).toEqual(
          bodies.map((text) => [text, receivedAt]),
        );
        await db.pixelReceipt.deleteMany({ where: { shopId: shop } });
      }),
    );
  });
});

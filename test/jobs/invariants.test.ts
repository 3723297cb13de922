import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUCKETS } from '~/attribution/bucket';
import { DEFAULT_SETTINGS } from '~/attribution/facts';
import { db, pool, type Shop } from '~/db.server';
import { ShopState } from '#test/shopify/shop-state.ts';
import { workOffBacklogs } from '#test/support/backlog.ts';
import { type HistoryShop, makeHistoryShop } from '#test/support/history-shop.ts';
import {
  live,
  type Lived,
  numbersOf,
  orderPlan,
  shuffledWithDuplicates,
} from '#test/support/random-history.ts';

/** How many orders live and are told; more with the environment variable. */
const HISTORIES = Number(process.env.HISTORIES ?? 2_000);
const AT_ONCE = 50;

/** Everything once and in its order, worked off in the end. */
async function hearInOrder(there: HistoryShop, all: readonly Lived[]): Promise<void> {
  await Promise.all(all.map((lived) => there.seeCheckout(lived)));
  await there.hear(all.flatMap(({ told }) => told));
  await workOffBacklogs();
  await there.answerJourneys(all);
  await workOffBacklogs();
}

/** Everything one to three times in any order, worked off whenever it pleases. */
async function hearInDisorder(there: HistoryShop, all: readonly Lived[], seed: number): Promise<void> {
  const below = numbersOf(seed);
  const arrivals = all.flatMap((lived) => [
    lived,
    ...lived.told,
    // The same news under another id, as an app that subscribes twice would get it.
    ...lived.told.map((told) => ({ ...told, webhookId: `${told.webhookId}-again` })),
  ]);
  const waiting = shuffledWithDuplicates(arrivals, below);
  while (waiting.length > 0) {
    const some = waiting.splice(0, 1 + below(150));
    await Promise.all(some.filter((arrival) => 'plan' in arrival).map((lived) => there.seeCheckout(lived)));
    await there.hear(some.filter((arrival) => 'topic' in arrival));
    if (below(2) === 0) await workOffBacklogs();
    if (below(3) === 0) await there.answerJourneys(all);
  }
  await workOffBacklogs();
  await there.answerJourneys(all);
  await workOffBacklogs();
}

async function sums<Row extends object>(text: string, shop: Shop): Promise<Row[]> {
  return (await pool.query<Row>(text, [shop.id])).rows;
}

/** What must hold in a shop, whatever happened. */
async function expectInvariants(there: HistoryShop, all: readonly Lived[]): Promise<void> {
  const { shop } = there;
  const orders = await db.order.findMany({ where: { shopId: shop.id } });
  // Each order once, at its worth.
  expect(new Map(orders.map(({ id, valueMinor }) => [id, valueMinor]))).toEqual(
    new Map(all.map(({ order, worthMinor }) => [order.id, worthMinor])),
  );
  // Its ledger adds up to it, entry by entry of its parts.
  expect(
    await sums(
      `SELECT o.id FROM "order" o LEFT JOIN ledger_entry l ON l.shop_id = o.shop_id AND l.order_id = o.id
       WHERE o.shop_id = $1 GROUP BY o.id, o.value_minor HAVING coalesce(sum(l.total_minor), 0) <> o.value_minor
         OR sum(l.gross_minor + l.gift_card_minor + l.discount_minor + l.return_minor + l.shipping_minor + l.tax_minor
                + l.duty_minor + l.tip_minor + l.other_minor) <> sum(l.total_minor)`,
      shop,
    ),
  ).toEqual([]);
  // The buckets part the orders, and their sums the ledger.
  const buckets = await sums<{ bucket: string; orders: number; minor: string }>(
    `SELECT s.bucket, count(*)::int AS orders, sum(o.value_minor)::text AS minor
     FROM "order" o JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
     WHERE o.shop_id = $1 GROUP BY 1`,
    shop,
  );
  expect(BUCKETS).toEqual(expect.arrayContaining(buckets.map(({ bucket }) => bucket)));
  expect(buckets.reduce((sum, row) => sum + row.orders, 0)).toBe(all.length);
  expect(buckets.reduce((sum, { minor }) => sum + BigInt(minor), 0n)).toBe(
    all.reduce((sum, { worthMinor }) => sum + worthMinor, 0n),
  );
  // The credits of an order sum to its value where it is credited, and else to nothing.
  expect(
    await sums(
      `SELECT s.order_id FROM order_standing s JOIN "order" o ON o.shop_id = s.shop_id AND o.id = s.order_id
       LEFT JOIN credit c ON c.shop_id = s.shop_id AND c.order_id = s.order_id
       WHERE s.shop_id = $1 GROUP BY s.order_id, s.bucket, o.value_minor
       HAVING coalesce(sum(c.amount_minor), 0) <> CASE s.bucket WHEN 'credited' THEN o.value_minor ELSE 0 END
         OR coalesce(sum(c.weight_ppm), 0) <> CASE s.bucket WHEN 'credited' THEN 1000000 ELSE 0 END`,
      shop,
    ),
  ).toEqual([]);
  // Only messages of this shop are credited.
  expect(
    await sums(
      `SELECT c.order_id FROM credit c WHERE c.shop_id = $1 AND NOT EXISTS (
         SELECT FROM message_version v WHERE v.shop_id = c.shop_id AND v.id = c.version_id)`,
      shop,
    ),
  ).toEqual([]);
  // Each credit rests on a touch of its order's path: of the same message, before the order and within the window.
  expect(
    await sums(
      `SELECT c.order_id FROM credit c JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
       WHERE c.shop_id = $1 AND NOT EXISTS (
         SELECT FROM order_touch t WHERE t.shop_id = c.shop_id AND t.order_id = c.order_id
           AND t.touch_at = c.touch_at AND t.version_id = c.version_id AND t.grade = c.grade
           AND t.touch_at < o.processed_at + interval '1 second'
           AND t.touch_at >= o.processed_at - interval '${DEFAULT_SETTINGS.windowDays} days')`,
      shop,
    ),
  ).toEqual([]);
}

interface Credited {
  credits: { orderId: bigint; message: string; weightPpm: number }[];
}
/** Which message has which share of which order. */
const sharesOf = (standing: unknown) =>
  (standing as Credited).credits.map(({ orderId, message, weightPpm }) => [orderId, message, weightPpm]);

describe('over random histories of orders', () => {
  it(
    'each order stands once and in one bucket, credits add up, no arrival order matters, nothing moves a credit to ' +
      'another message, and no other shop is touched',
    { timeout: HISTORIES * 250 + 60_000 },
    async () => {
      let histories = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(orderPlan, { minLength: AT_ONCE, maxLength: AT_ONCE }),
          fc.integer({ min: 1 }),
          async (plans, seed) => {
            const state = new ShopState();
            const now = new Date();
            const placedAt = new Date(now.getTime() - 86_400_000);
            const all = plans.map((plan, index) => live(state, plan, index, placedAt));
            const first = all.map((lived) => ({ ...lived, told: lived.told.slice(0, 1) }));

            // The same ids, tokens and tags in another shop, where nothing went on after the sale.
            const neighbour = await makeHistoryShop(all, now);
            await hearInOrder(neighbour, first);
            const atFirst = await neighbour.standing();

            const ordered = await makeHistoryShop(all, now);
            await hearInOrder(ordered, all);
            const disordered = await makeHistoryShop(all, now);
            await hearInDisorder(disordered, all, seed);

            await expectInvariants(ordered, all);
            expect(await disordered.standing()).toEqual(await ordered.standing());
            expect(await neighbour.standing()).toEqual(atFirst);
            // Refunds, edits and cancellations moved no credit: but for what was deleted, the shares are those of the sale.
            const deleted = new Set(all.filter(({ plan }) => plan.deleted).map(({ order }) => order.id));
            const kept = sharesOf(atFirst).filter(([orderId]) => !deleted.has(orderId as bigint));
            expect(sharesOf(await ordered.standing())).toEqual(kept);
            histories += all.length;
          },
        ),
        { numRuns: Math.ceil(HISTORIES / AT_ONCE), endOnFailure: true },
      );
      console.log(`${histories} histories of orders`);
    },
  );
});

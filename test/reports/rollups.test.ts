import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { insertSettings } from '~/attribution/attribution-store.server';
import { DEFAULT_SETTINGS, RULE_MODELS } from '~/attribution/facts';
import { db, inBatch, pool, type Shop } from '~/db.server';
import type { OrderFacts } from '~/orders/order';
import { saveTellings } from '~/orders/order-store.server';
import {
  makeCheckout,
  makeJourney,
  makeSentMessage,
  type SentMessage,
  tags,
} from '#test/support/attribution-factory';
import { orderFacts, refundFacts } from '#test/support/order-facts-factory.ts';
import { rollUp, rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-12-20T00:00:00Z');
const HOUR = 3_600_000;

/** With half and quarter hours, with midnights that do not exist, and with clocks that go back by half an hour. */
const ZONES = [
  'Europe/Berlin',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Pacific/Chatham',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Beirut',
  'Pacific/Apia',
];

/** Around the days on which clocks change in one of the zones. */
const moment = fc
  .tuple(
    fc.constantFrom('2026-03-28', '2026-04-04', '2026-09-05', '2026-09-26', '2026-10-24', '2026-10-31'),
    fc.integer({ min: 0, max: 72 * 4 }),
  )
  .map(([day, quarters]) => new Date(Date.parse(`${day}T00:00:00Z`) + (quarters * HOUR) / 4));

const bought = fc.record({
  at: moment,
  total: fc.bigInt(1n, 99_999n),
  tax: fc.bigInt(0n, 500n),
  edit: fc.constantFrom(0n, 0n, 0n, 250n, -1n),
  foreign: fc.constantFrom(false, false, false, true),
  test: fc.constantFrom(false, false, false, false, true),
  /** By place among the shop's messages; undefined is another site. */
  landings: fc.array(fc.constantFrom(0, 1, 2, undefined), { maxLength: 4 }),
  refunds: fc.array(
    fc.record({ days: fc.integer({ min: 0, max: 40 }), part: fc.integer({ min: 1, max: 100 }) }),
    {
      maxLength: 2,
    },
  ),
  cancelledAfter: fc.constantFrom(null, null, null, 9),
  /** Of a few people, or of nobody known. */
  customer: fc.constantFrom(null, 1n, 1n, 2n, 2n, 3n),
});
type Bought = typeof bought extends fc.Arbitrary<infer Value> ? Value : never;

const rule = fc.record({
  model: fc.constantFrom(...RULE_MODELS),
  basis: fc.constantFrom('total' as const, 'total' as const, 'net' as const),
  scope: fc.constantFrom('messages_only' as const, 'messages_only' as const, 'all_sources' as const),
});

function factsOf(shop: Shop, index: number, order: Bought, isLate: boolean): OrderFacts {
  const id = BigInt(index + 1);
  const after = (days: number) => new Date(order.at.getTime() + days * 24 * HOUR);
  return orderFacts({
    id,
    name: `#${id}`,
    currency: order.foreign ? 'KWD' : shop.currency,
    createdAt: order.at,
    processedAt: order.at,
    updatedAt: after(isLate ? 2 : 1),
    cancelledAt: isLate && order.cancelledAfter !== null ? after(order.cancelledAfter) : null,
    totalMinor: order.total,
    grossMinor: order.total,
    shippingMinor: 0n,
    taxMinor: order.tax,
    editMinor: isLate ? order.edit : 0n,
    test: order.test,
    customerId: order.customer,
    checkoutToken: `checkout-${id}`,
    refunds: order.refunds.slice(0, isLate ? undefined : 1).map(({ days, part }, place) => {
      const minor = (order.total * BigInt(part)) / 220n;
      return refundFacts({
        id: id * 10n + BigInt(place),
        processedAt: after(days),
        goodsMinor: minor,
        totalMinor: minor,
      });
    }),
  });
}

async function tell(shop: Shop, orders: Bought[], isLate: boolean, first = 0): Promise<void> {
  const tellings = orders.map((order, index) => ({
    kind: 'order' as const,
    facts: factsOf(shop, first + index, order, isLate),
  }));
  const saved = await inBatch((tx) => saveTellings(shop.id, tellings, tx));
  await attributeOrders(
    shop.id,
    saved.map(({ id }) => id),
    NOW,
  );
}

async function land(shop: Shop, sent: SentMessage[], orders: Bought[]): Promise<void> {
  for (const [index, { at, landings }] of orders.entries()) {
    const seen = landings.map((place, ordinal) => ({
      at: new Date(at.getTime() - (ordinal + 1) * HOUR),
      ...(place === undefined
        ? { referrer: 'https://blog.example/', utm: tags() }
        : { utm: tags({ id: sent[place]?.version.publicId ?? null }) }),
    }));
    await makeCheckout(shop, `checkout-${index + 1}`, seen, { completedAt: at });
    await makeJourney(shop, BigInt(index + 1), 'absent');
  }
}

async function rows(text: string, values: unknown[]): Promise<Record<string, string>[]> {
  return (await pool.query<Record<string, string>>(text, values)).rows;
}

const TABLES = ['sales_day', 'credit_day', 'grade_day', 'credit_month'];

const rollupsOf = (shop: Shop) =>
  Promise.all(
    TABLES.map((table) => rows(`SELECT * FROM ${table} t WHERE shop_id = $1 ORDER BY t::text`, [shop.id])),
  );

/** What the sums say, and what plain statements over the ledger and the credits say. */
async function expectTotals(shop: Shop): Promise<void> {
  const { id, timeZone: zone, currency } = shop;
  expect(
    await rows(
      `SELECT day::text, bucket, sum(orders) AS orders, sum(value_minor) AS value, sum(value_minor - taken_minor) AS sold,
              sum(other_currency) AS others FROM sales_day WHERE shop_id = $1 GROUP BY 1, 2 HAVING sum(orders) > 0 ORDER BY 1, 2`,
      [id],
    ),
  ).toEqual(
    await rows(
      `SELECT (o.processed_at AT TIME ZONE $2)::date::text AS day, s.bucket, count(*) AS orders,
              sum(CASE WHEN o.currency = $3 THEN o.value_minor ELSE 0 END) AS value,
              sum(CASE WHEN o.currency = $3 THEN o.total_minor ELSE 0 END) AS sold, count(*) FILTER (WHERE o.currency <> $3) AS others
       FROM "order" o JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
       WHERE o.shop_id = $1 GROUP BY 1, 2 ORDER BY 1, 2`,
      [id, zone, currency],
    ),
  );
  expect(
    await rows(
      `SELECT day::text, bucket, sum(moved_minor) AS moved, sum(moved_taken_minor) AS taken FROM sales_day
       WHERE shop_id = $1 GROUP BY 1, 2 HAVING sum(moved_minor) <> 0 OR sum(moved_taken_minor) <> 0 ORDER BY 1, 2`,
      [id],
    ),
  ).toEqual(
    await rows(
      `SELECT (l.at AT TIME ZONE $2)::date::text AS day, s.bucket, sum(l.total_minor) AS moved,
              coalesce(sum(l.total_minor) FILTER (WHERE l.kind <> 'sale'), 0) AS taken
       FROM ledger_entry l JOIN order_standing s ON s.shop_id = l.shop_id AND s.order_id = l.order_id
       WHERE l.shop_id = $1 AND l.currency = $3 GROUP BY 1, 2
       HAVING sum(l.total_minor) <> 0 OR coalesce(sum(l.total_minor) FILTER (WHERE l.kind <> 'sale'), 0) <> 0 ORDER BY 1, 2`,
      [id, zone, currency],
    ),
  );
  expect(
    await rows(
      `SELECT day::text, version_id, sum(orders) AS orders, sum(weight_ppm) AS weight, sum(amount_minor) AS amount
       FROM credit_day WHERE shop_id = $1 GROUP BY 1, 2 HAVING sum(orders) > 0 ORDER BY 1, 2`,
      [id],
    ),
  ).toEqual(
    await rows(
      `SELECT (o.processed_at AT TIME ZONE $2)::date::text AS day, c.version_id, count(DISTINCT o.id) AS orders,
              sum(c.weight_ppm) AS weight, sum(CASE WHEN o.currency = $3 THEN c.amount_minor ELSE 0 END) AS amount
       FROM credit c JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
       WHERE c.shop_id = $1 GROUP BY 1, 2 ORDER BY 1, 2`,
      [id, zone, currency],
    ),
  );
  expect(
    await rows(
      `SELECT day::text, grade, sum(grade_orders) AS orders FROM credit_day
       WHERE shop_id = $1 GROUP BY 1, 2 HAVING sum(grade_orders) > 0 ORDER BY 1, 2`,
      [id],
    ),
  ).toEqual(
    await rows(
      `SELECT (o.processed_at AT TIME ZONE $2)::date::text AS day, c.grade, count(DISTINCT o.id) AS orders
       FROM credit c JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
       WHERE c.shop_id = $1 GROUP BY 1, 2 ORDER BY 1, 2`,
      [id, zone],
    ),
  );
  const kindOf = (order: string) => `CASE WHEN ${order}.customer_id IS NULL OR ${order}.test THEN 'unknown'
    WHEN ${order}.id = (SELECT f.id FROM "order" f WHERE f.shop_id = $1 AND f.customer_id = ${order}.customer_id AND NOT f.test
                   ORDER BY f.processed_at, f.id LIMIT 1) THEN 'new' ELSE 'returning' END`;
  expect(
    await rows(
      `SELECT day::text, customer, sum(orders) AS orders, sum(value_minor) AS value FROM sales_day
       WHERE shop_id = $1 GROUP BY 1, 2 HAVING sum(orders) > 0 ORDER BY 1, 2`,
      [id],
    ),
  ).toEqual(
    await rows(
      `SELECT (o.processed_at AT TIME ZONE $2)::date::text AS day, ${kindOf('o')} AS customer, count(*) AS orders,
              sum(CASE WHEN o.currency = $3 THEN o.value_minor ELSE 0 END) AS value
       FROM "order" o WHERE o.shop_id = $1 GROUP BY 1, 2 ORDER BY 1, 2`,
      [id, zone, currency],
    ),
  );
  expect(
    await rows(
      `SELECT customer, sum(weight_ppm) AS weight, sum(amount_minor) AS amount, sum(moved_minor) AS moved FROM credit_day
       WHERE shop_id = $1 GROUP BY 1 ORDER BY 1`,
      [id],
    ),
  ).toEqual(
    await rows(
      `SELECT ${kindOf('o')} AS customer, sum(c.weight_ppm) AS weight,
              sum(CASE WHEN o.currency = $2 THEN c.amount_minor ELSE 0 END) AS amount,
              sum(CASE WHEN o.currency = $2 THEN c.amount_minor ELSE 0 END) AS moved
       FROM credit c JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id WHERE c.shop_id = $1 GROUP BY 1 ORDER BY 1`,
      [id, currency],
    ),
  );
  const money =
    'sum(weight_ppm), sum(amount_minor), sum(taken_minor), sum(moved_minor), sum(moved_taken_minor)';
  expect(
    await rows(
      `SELECT day, grade, customer, sum(orders) AS orders, ${money} FROM grade_day WHERE shop_id = $1
                GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      [id],
    ),
  ).toEqual(
    await rows(
      `SELECT day, grade, customer, sum(grade_orders) AS orders, ${money} FROM credit_day WHERE shop_id = $1
                GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      [id],
    ),
  );
  expect(
    await rows(
      `SELECT month, version_id, grade, customer, sum(orders) AS orders, ${money} FROM credit_month
                WHERE shop_id = $1 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
      [id],
    ),
  ).toEqual(
    await rows(
      `SELECT date_trunc('month', day)::date AS month, version_id, grade, customer, sum(orders) AS orders, ${money}
                FROM credit_day WHERE shop_id = $1 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
      [id],
    ),
  );
  // On whatever day it is counted, a message has in the end earned the same.
  expect(
    await rows(
      `SELECT version_id, sum(amount_minor) AS amount FROM credit_day WHERE shop_id = $1 GROUP BY 1 ORDER BY 1`,
      [id],
    ),
  ).toEqual(
    await rows(
      `SELECT version_id, sum(moved_minor) AS amount FROM credit_day WHERE shop_id = $1 GROUP BY 1 ORDER BY 1`,
      [id],
    ),
  );
}

/** Where messages take all of their orders, each entry of the ledger is theirs to the unit. */
async function expectWholeEntries(shop: Shop): Promise<void> {
  expect(
    await rows(
      `SELECT day::text, sum(moved_minor) AS moved, sum(moved_taken_minor) AS taken FROM credit_day
       WHERE shop_id = $1 GROUP BY 1 HAVING sum(moved_minor) <> 0 OR sum(moved_taken_minor) <> 0 ORDER BY 1`,
      [shop.id],
    ),
  ).toEqual(
    await rows(
      `SELECT (l.at AT TIME ZONE $2)::date::text AS day, sum(l.total_minor) AS moved,
              coalesce(sum(l.total_minor) FILTER (WHERE l.kind <> 'sale'), 0) AS taken
       FROM ledger_entry l
       WHERE l.shop_id = $1 AND l.currency = $3
         AND EXISTS (SELECT FROM credit c WHERE c.shop_id = l.shop_id AND c.order_id = l.order_id)
       GROUP BY 1 HAVING sum(l.total_minor) <> 0 OR coalesce(sum(l.total_minor) FILTER (WHERE l.kind <> 'sale'), 0) <> 0
       ORDER BY 1`,
      [shop.id, shop.timeZone, shop.currency],
    ),
  );
}

describe('sums by day', () => {
  it('equal plain statements over ledger and credits on both date bases, with refunds that come late, and made anew', async () => {
    let credited = 0;
    let whole = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ZONES),
        fc.constantFrom('EUR', 'JPY'),
        rule,
        fc.array(bought, { minLength: 4, maxLength: 14 }),
        async (timeZone, currency, chosen, orders) => {
          const shop = await makeShop({ timeZone, currency });
          const sentAt = new Date('2026-01-01T00:00:00Z');
          const sent = await Promise.all([0, 1, 2].map(() => makeSentMessage(shop, { sentAt })));
          await insertSettings(shop.id, { ...DEFAULT_SETTINGS, ...chosen }, NOW, db);
          await land(shop, sent, orders);
          // What comes later may turn out to be somebody's first.
          const half = Math.floor(orders.length / 2);
          await tell(shop, orders.slice(half), false, half);
          await rollUp();
          await tell(shop, orders.slice(0, half), false);
          await rollUp();
          await expectTotals(shop);
          await tell(shop, orders, true);
          await rollUp();
          await expectTotals(shop);
          if (chosen.basis === 'total' && chosen.scope === 'messages_only' && chosen.model !== 'any_click') {
            await expectWholeEntries(shop);
            whole += 1;
          }
          const made = await rollupsOf(shop);
          for (const table of TABLES) await pool.query(`DELETE FROM ${table} WHERE shop_id = $1`, [shop.id]);
          await rollUpAll(shop);
          expect(await rollupsOf(shop)).toEqual(made);
          credited += await db.credit.count({ where: { shopId: shop.id } });
        },
      ),
      { numRuns: 10, seed: 7, endOnFailure: true },
    );
    expect(credited).toBeGreaterThan(50);
    expect(whole).toBeGreaterThan(0);
  }, 120_000);
});

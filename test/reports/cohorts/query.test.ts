import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { db, pool, type Shop } from '~/db.server';
import { sumCohorts } from '~/jobs/sum-cohorts';
import { formatMoney } from '~/lib/money';
import { markCohorts } from '~/reports/cohort-store.server';
import { cohortsReport } from '~/reports/cohorts/query.server';
import { orderList } from '~/reports/order-list/query.server';
import { makeOrder, makeSentMessage } from '#test/support/attribution-factory';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-11-20T09:30:00Z');
const DAY = 86_400_000;
const ZONES = ['Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Chatham', 'Pacific/Apia'];
const AGES = [0, 1, 2, 3, 6, 12];

/** Makes the cohorts as a worker would have by now. */
async function summedUp(shop: Shop): Promise<void> {
  await markCohorts(shop.id, NOW, db);
  await db.cohortState.update({ where: { shopId: shop.id }, data: { nextAt: NOW } });
  while ((await sumCohorts(NOW)) > 0);
}

const customer = fc.record({
  hours: fc.integer({ min: 0, max: 640 * 24 }),
  after: fc.array(fc.integer({ min: 0, max: 24 * 200 }), { maxLength: 4 }),
  value: fc.bigInt(0n, 99_999n),
  odd: fc.constantFrom(null, null, null, 'test', 'cancelled', 'foreign', 'nameless', 'deleted'),
  by: fc.constantFrom(0, 1, undefined),
});

describe('cohorts', () => {
  it('equal plain statements over the orders, by month and by first message, in whatever zone and currency', async () => {
    let cells = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ZONES),
        fc.constantFrom('EUR', 'JPY'),
        fc.array(customer, { minLength: 2, maxLength: 12 }),
        async (timeZone, currency, customers) => {
          const shop = await makeShop({ timeZone, currency });
          const sent = await Promise.all(
            [0, 1].map((nth) => makeSentMessage(shop, { name: `Letter ${nth}` })),
          );
          for (const [nth, { hours, after, value, odd, by }] of customers.entries()) {
            let at = Date.parse('2025-02-01T00:00:00Z') + hours * 3_600_000;
            for (const [place, gap] of [0, ...after].entries()) {
              at += gap * 3_600_000;
              const strange = place === 1 ? odd : null;
              const { id } = await makeOrder(shop, {
                id: BigInt(nth * 100 + place + 1),
                customerId: strange === 'nameless' ? null : BigInt(nth + 1),
                processedAt: new Date(at),
                valueMinor: value + BigInt(place),
                test: strange === 'test',
                cancelledAt: strange === 'cancelled' ? new Date(at) : null,
                currency: strange === 'foreign' ? 'KWD' : currency,
              });
              if (strange === 'deleted')
                await pool.query('INSERT INTO order_deletion VALUES ($1, $2, $3)', [
                  shop.id,
                  id,
                  new Date(at),
                ]);
              const version = by === undefined ? undefined : sent[by]?.version.id;
              if (place === 0 && version !== undefined)
                await db.credit.create({
                  data: {
                    ...{ shopId: shop.id, orderId: id, model: 'last_click', ordinal: 0, versionId: version },
                    ...{
                      settingsVersion: 1,
                      touchAt: NOW,
                      grade: 'click_id',
                      weightPpm: 1_000_000,
                      amountMinor: value,
                    },
                  },
                });
            }
          }
          await summedUp(shop);
          for (const by of ['month', 'message'] as const) {
            const { table } = await cohortsReport(shop, { by, range: 'all' }, NOW);
            const expected = await plain(shop, by);
            expect(new Set(table.rows.map(({ id }) => id))).toEqual(new Set(expected.map(({ key }) => key)));
            const skipped = by === 'month' ? 1 : 2;
            for (const row of table.rows) {
              const own = expected.filter(({ key }) => key === row.id);
              const [size, repeat, ...money] = row.cells.slice(skipped);
              expect(size?.raw).toBe(own[0]?.customers);
              expect(repeat?.raw).toBe((Number(own[0]?.repeaters) / Number(own[0]?.customers)).toFixed(6));
              expect(money.slice(0, AGES.length).map(({ text }) => text)).toEqual(
                AGES.map((age) => {
                  const cell = own.find((one) => one.age === age);
                  return cell?.of
                    ? formatMoney({
                        minor: BigInt(Math.round(Number(cell.minor) / Number(cell.of))),
                        currency,
                      })
                    : '–';
                }),
              );
              cells += own.length;
            }
          }
        },
      ),
      { numRuns: 12, seed: 5, endOnFailure: true },
    );
    expect(cells).toBeGreaterThan(100);
  }, 120_000);
});

interface Cell {
  key: string;
  age: number;
  customers: string;
  repeaters: string;
  /** Customers whose whole month has had the time; null where none has. */
  of: string | null;
  minor: string;
}

/** Each cohort by statements that look at every customer anew. */
async function plain(shop: Shop, by: 'month' | 'message'): Promise<Cell[]> {
  const { rows } = await pool.query<Cell>(
    `WITH counted AS (
       SELECT *, processed_at AT TIME ZONE $2 AS local FROM "order"
       WHERE shop_id = $1 AND customer_id IS NOT NULL AND NOT test AND cancelled_at IS NULL
         AND id NOT IN (SELECT order_id FROM order_deletion WHERE shop_id = $1)
     ),
     began AS (
       SELECT DISTINCT ON (customer_id) customer_id, id, local, to_char(local, 'YYYY-MM-01') AS month
       FROM counted ORDER BY customer_id, processed_at, id
     ),
     known AS (
       SELECT b.*, CASE WHEN $3 = 'month' THEN month
         ELSE coalesce((SELECT version_id::text FROM credit c WHERE c.shop_id = $1 AND c.order_id = b.id), 'none') END AS key,
         (SELECT count(*) FROM counted o WHERE o.customer_id = b.customer_id) AS orders
       FROM began b
     )
     SELECT k.key, a.age, count(*)::text AS customers, (count(*) FILTER (WHERE orders > 1))::text AS repeaters,
            nullif(count(*) FILTER (WHERE t.over), 0)::text AS of,
            coalesce(sum((SELECT sum(CASE WHEN o.currency = $5 THEN o.value_minor ELSE 0 END) FROM counted o
              WHERE o.customer_id = k.customer_id
                AND (o.id = k.id OR (a.age > 0 AND o.local <= k.local + make_interval(months => a.age)))))
              FILTER (WHERE t.over), 0)::text AS minor
     FROM known k CROSS JOIN unnest($4::int[]) AS a(age)
     CROSS JOIN LATERAL (
       SELECT a.age = 0 OR (k.month::date + make_interval(months => 1 + a.age)) AT TIME ZONE $2 <= $6 AS over
     ) AS t
     GROUP BY 1, 2`,
    [shop.id, shop.timeZone, by, AGES, shop.currency, NOW],
  );
  return rows;
}

describe('a shop', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await makeShop();
  });

  it('says that its orders are still summed up until they are, and knows of later orders soon after', async () => {
    await makeOrder(shop, { customerId: 1n, processedAt: new Date('2026-10-05T10:00:00Z') });
    expect(await cohortsReport(shop, { by: 'month', range: '12' }, NOW)).toMatchObject({
      madeAt: null,
      table: { rows: [] },
    });
    await summedUp(shop);
    const first = await cohortsReport(shop, { by: 'month', range: '12' }, NOW);
    expect(first.madeAt).toBe('20 Nov 2026, 10:30');
    expect(first.table.sentence).toBe(
      '1 customer ordered for the first time; 0% came back, and one has brought €50.00 so far.',
    );
    await makeOrder(shop, { customerId: 1n, processedAt: new Date('2026-11-05T10:00:00Z') });
    await summedUp(shop);
    const { table } = await cohortsReport(shop, { by: 'month', range: '12' }, NOW);
    expect(table.rows[0]?.cells.map(({ text }) => text)).toEqual([
      ...['October 2026', '1', '100%', '€50.00', '–', '–', '–', '–', '–', '€100.00'],
    ]);
    expect(table.rows[0]?.cells[0]?.note).toBe('Small cohort');
  });

  it('is not summed up while nothing changed, nor sooner than it is time', async () => {
    await makeOrder(shop, { customerId: 1n });
    await summedUp(shop);
    expect(await sumCohorts(new Date(NOW.getTime() + DAY))).toBe(0);
    await rollUpAll(shop);
    expect(await sumCohorts(NOW)).toBe(0);
    expect(await sumCohorts(new Date(Date.now() + DAY))).toBe(1);
  });

  it('waits for the orders that follow the first one, and not for those that follow them', async () => {
    const sum = (seconds: number) => sumCohorts(new Date(NOW.getTime() + seconds * 1_000));
    await makeOrder(shop, { customerId: 1n });
    await markCohorts(shop.id, NOW, db);
    await markCohorts(shop.id, new Date(NOW.getTime() + 15_000), db);
    expect([await sum(19), await sum(20)]).toEqual([0, 1]);
    await markCohorts(shop.id, new Date(NOW.getTime() + DAY), db);
    expect([await sum(86_419), await sum(86_420)]).toEqual([0, 1]);
  });

  it('leads from a cohort to the first orders of its customers', async () => {
    const first = await makeOrder(shop, { customerId: 1n, processedAt: new Date('2026-10-05T10:00:00Z') });
    await makeOrder(shop, { customerId: 1n, processedAt: new Date('2026-10-06T10:00:00Z') });
    await makeOrder(shop, { customerId: null, processedAt: new Date('2026-10-06T10:00:00Z') });
    await summedUp(shop);
    const { table } = await cohortsReport(shop, { by: 'month', range: '12' }, NOW);
    expect(table.rows[0]?.orders).toBe('/app/orders?from=2026-10-01&to=2026-10-31&first=yes');
    const { rows } = await orderList(shop, { isFirst: true });
    expect(rows.map(({ id }) => id)).toEqual([String(first.id)]);
  });
});

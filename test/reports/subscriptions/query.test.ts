import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pool, type Shop } from '~/db.server';
import { formatMoney } from '~/lib/money';
import { periodOf, previousPeriod } from '~/lib/period';
import type { SubscriptionsView } from '~/reports/subscriptions/interpret';
import { subscriptionsReport } from '~/reports/subscriptions/query.server';
import { makeOrder } from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-11-20T09:30:00Z');
const DAY = 86_400_000;
const ZONES = [
  'Europe/Berlin',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Pacific/Chatham',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];

/** A customer's orders on a plan: when the first came, how many days lie between them, and what each is worth. */
const subscriber = fc.record({
  hours: fc.integer({ min: 0, max: 300 * 24 }),
  base: fc.constantFrom(7, 10, 14, 30, 31, 61),
  /** In how many steps of the rhythm each renewal comes: one that comes late is one that came back. */
  steps: fc.array(fc.constantFrom(1, 1, 1, 3, 9), { maxLength: 8 }),
  value: fc.bigInt(0n, 99_999n),
  beginsUnknown: fc.constantFrom(false, false, false, true),
  oddOne: fc.constantFrom(null, null, null, 'test', 'cancelled', 'foreign', 'deleted'),
  nameless: fc.constantFrom(false, false, false, false, true),
});
type Subscriber = typeof subscriber extends fc.Arbitrary<infer Value> ? Value : never;

async function subscribe(shop: Shop, some: Subscriber, nth: number): Promise<void> {
  let at = Date.parse('2026-01-01T00:00:00Z') + some.hours * 3_600_000;
  for (const [place, steps] of [0, ...some.steps].entries()) {
    at += steps * some.base * DAY;
    if (at >= NOW.getTime()) return;
    const isFirst = place === 0 && !some.beginsUnknown;
    const odd = place === 1 ? some.oddOne : null;
    const { id } = await makeOrder(shop, {
      id: BigInt(nth * 100 + place + 1),
      customerId: some.nameless ? null : BigInt(nth + 1),
      processedAt: new Date(at),
      valueMinor: some.value + BigInt(place),
      sellingPlan: isFirst ? true : null,
      sourceName: isFirst ? 'web' : 'subscription_contract_checkout_one',
      checkoutToken: isFirst ? `checkout-${nth}` : null,
      test: odd === 'test',
      cancelledAt: odd === 'cancelled' ? new Date(at) : null,
      currency: odd === 'foreign' ? 'KWD' : shop.currency,
    });
    if (odd === 'deleted')
      await pool.query('INSERT INTO order_deletion VALUES ($1, $2, $3)', [shop.id, id, new Date(at)]);
  }
}

interface Expected {
  day: string;
  active: number;
  monthly: string;
  untold: number;
  begun: number;
  lapsed: number;
  lost: string;
}

/** The same by plain statements: every day asks every payment anew. */
async function expectedDays(shop: Shop, days: readonly string[]): Promise<Expected[]> {
  const { rows } = await pool.query<Expected>(
    `WITH pay AS (
       SELECT coalesce(customer_id, -id) AS who, (processed_at AT TIME ZONE $2)::date AS day, min(processed_at) AS at,
              bool_or(source_name <> 'web') AS renewed, CASE WHEN bool_or(currency <> $3) THEN NULL ELSE sum(value_minor) END AS value
       FROM "order"
       WHERE shop_id = $1 AND NOT test AND cancelled_at IS NULL AND (customer_id IS NOT NULL OR source_name = 'web')
         AND id NOT IN (SELECT order_id FROM order_deletion WHERE shop_id = $1)
       GROUP BY 1, 2
     ),
     gap AS (
       SELECT who, day - (SELECT max(day) FROM pay b WHERE b.who = a.who AND b.day < a.day) AS days FROM pay a WHERE renewed
     ),
     middle AS (
       SELECT g.who, min(days) AS days FROM gap g
       WHERE 2 * (SELECT count(*) FROM gap n WHERE n.who = g.who AND n.days <= g.days)
             >= (SELECT count(*) FROM gap n WHERE n.who = g.who AND n.days IS NOT NULL)
       GROUP BY 1
     ),
     dated AS (
       SELECT p.*, m.days, (SELECT min(n.at) FROM pay n WHERE n.who = p.who AND n.at > p.at) AS next,
              p.at + interval '1 day' * (coalesce(m.days, 366) + CASE WHEN m.days < 14 THEN 7 ELSE coalesce(m.days, 366) / 2 END) AS due,
              CASE WHEN renewed THEN value
                ELSE coalesce((SELECT n.value FROM pay n WHERE n.who = p.who AND n.at > p.at ORDER BY n.at LIMIT 1), value) END AS paid
       FROM pay p LEFT JOIN middle m USING (who)
     ),
     stretch AS (
       SELECT who, day, renewed, due <= $4 AND (next IS NULL OR due < next) AS lapsed,
              NOT EXISTS (SELECT FROM pay b WHERE b.who = d.who AND b.at < d.at) AS first,
              CASE WHEN due <= $4 AND (next IS NULL OR due < next) THEN due ELSE next END AS ends,
              round(coalesce((SELECT paid / m FROM generate_series(1, 40) AS m WHERE abs(days - m * 30.4375) <= 2),
                             paid * 364.0 / (12 * days))) AS monthly
       FROM dated d
     )
     SELECT d::text AS day, (count(*) FILTER (WHERE runs))::int AS active, coalesce(sum(monthly) FILTER (WHERE runs), 0)::text AS monthly,
            (count(*) FILTER (WHERE runs AND monthly IS NULL))::int AS untold,
            (count(*) FILTER (WHERE day = d AND first AND NOT renewed))::int AS begun,
            (count(*) FILTER (WHERE lapsed AND ended = d))::int AS lapsed,
            coalesce(sum(monthly) FILTER (WHERE lapsed AND ended = d), 0)::text AS lost
     FROM unnest($5::date[]) AS d
     LEFT JOIN LATERAL (
       SELECT s.*, e.ended, s.day <= d AND (e.ended IS NULL OR e.ended > d) AS runs
       FROM stretch s, LATERAL (SELECT (s.ends AT TIME ZONE $2)::date AS ended) AS e
     ) AS all_of ON true
     GROUP BY d ORDER BY d`,
    [shop.id, shop.timeZone, shop.currency, NOW, days],
  );
  return rows;
}

const valueOf = ({ metrics }: SubscriptionsView, name: string) =>
  metrics.find((metric) => metric.name === name)?.value;

const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

describe('the subscriptions of a shop', () => {
  it('equal plain statements over its orders, day by day, in whatever zone and currency', async () => {
    let lapsed = 0;
    let told = 0n;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ZONES),
        fc.constantFrom('EUR', 'JPY', 'KWD'),
        fc.array(subscriber, { minLength: 3, maxLength: 12 }),
        async (timeZone, currency, subscribers) => {
          const shop = await makeShop({ timeZone, currency });
          for (const [nth, some] of subscribers.entries()) await subscribe(shop, some, nth);
          const period = periodOf('2026-07-01', '2026-11-20', timeZone);
          const before = previousPeriod(period);
          const [last] = await expectedDays(shop, before.days.slice(-1));
          const days = await expectedDays(shop, period.days);
          const view = await subscriptionsReport(shop, period, before, NOW);

          expect(view.trend.map(({ day, count, text }) => [day, count, text])).toEqual(
            days.map(({ day, active, monthly }) => [
              day,
              active,
              formatMoney({ minor: BigInt(monthly), currency }),
            ]),
          );
          const sum = (of: (day: Expected) => number) => days.reduce((total, day) => total + of(day), 0);
          const gone = sum((day) => day.lapsed);
          expect(valueOf(view, 'New subscriptions')).toBe(String(sum(({ begun }) => begun)));
          const atStart = last?.active ?? 0;
          expect(valueOf(view, 'Churn')).toBe(atStart === 0 ? null : percent.format(gone / atStart));
          const startMonthly = Number(last?.monthly);
          const lost = sum((day) => Number(day.lost));
          expect(valueOf(view, 'MRR churn')).toBe(
            startMonthly === 0 ? null : percent.format(lost / startMonthly),
          );
          const end = days.at(-1);
          const known = (end?.active ?? 0) - (end?.untold ?? 0);
          expect(valueOf(view, 'ARPU')).toBe(
            known === 0
              ? null
              : formatMoney({ minor: BigInt(Math.round(Number(end?.monthly) / known)), currency }),
          );
          lapsed += gone;
          told += BigInt(end?.monthly ?? 0);
        },
      ),
      { numRuns: 25, seed: 11, endOnFailure: true },
    );
    expect(lapsed).toBeGreaterThan(20);
    expect(told).toBeGreaterThan(0n);
  }, 120_000);

  it('add up from the start of the period to its end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(subscriber, { minLength: 3, maxLength: 12 }), async (subscribers) => {
        const shop = await makeShop();
        for (const [nth, some] of subscribers.entries()) await subscribe(shop, some, nth);
        const period = periodOf('2026-05-01', '2026-11-20', shop.timeZone);
        const { balance } = await subscriptionsReport(shop, period, null, NOW);
        const counts = balance.map(({ count }) => Number(count.replace('−', '-').replace('+', '')));
        expect(counts.slice(0, -1).reduce((sum, count) => sum + count, 0)).toBe(counts.at(-1));
      }),
      { numRuns: 15, seed: 3 },
    );
  }, 60_000);
});

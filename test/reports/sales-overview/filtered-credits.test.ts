import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insertSettings } from '~/attribution/attribution-store.server';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { DEFAULT_SETTINGS } from '~/attribution/facts';
import { db, pool, type Shop } from '~/db.server';
import { formatMoney } from '~/lib/money';
import { periodOf } from '~/lib/period';
import { DATE_BASES } from '~/reports/basis';
import {
  filteredDays,
  filteredTotal,
  filteredVersions,
} from '~/reports/sales-overview/filtered-credits.server';
import { type Condition, CUSTOMERS, type Filter } from '~/reports/sales-overview/filter';
import { salesOverview } from '~/reports/sales-overview/query.server';
import { sumMinor } from '~/reports/totals';
import {
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  type SentMessage,
  tags,
} from '#test/support/attribution-factory';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-12-05T00:00:00Z');
const SENT_AT = new Date('2026-09-01T08:00:00Z');
/** Two whole months, and days at both ends. */
const PERIOD = periodOf('2026-09-20', '2026-12-03', 'Pacific/Chatham');

async function bought(shop: Shop, order: Bought, sent: SentMessage[]): Promise<void> {
  const placedAt = new Date(SENT_AT.getTime() + order.hours * 3_600_000);
  const made = await makeOrder(shop, {
    processedAt: placedAt,
    valueMinor: order.value,
    customerId: order.customer,
  });
  const landings = order.by.map((place, index) => ({
    at: new Date(placedAt.getTime() - (index + 1) * 600_000),
    utm: tags({ id: sent[place]?.version.publicId ?? null }),
  }));
  await makeCheckout(shop, `checkout-${made.id}`, landings, { completedAt: placedAt });
  await makeJourney(shop, made.id, 'absent');
  await attributeOrders(shop.id, [made.id], NOW);
}

interface Bought {
  hours: number;
  value: bigint;
  by: number[];
  customer: bigint | null;
}

const orders = fc.array(
  fc.record({
    hours: fc.integer({ min: 0, max: 95 * 24 }),
    value: fc.bigInt(0n, 100_000n),
    by: fc.array(fc.constantFrom(0, 1, 2), { maxLength: 3 }),
    customer: fc.constantFrom(null, 1n, 2n, 3n),
  }),
  { minLength: 8, maxLength: 16 },
);

/** The same condition as a plain statement over credits `c` of orders `o` has it, and as the filter. */
const conditionsFor = (sent: SentMessage[]) => {
  const campaign = String(sent[0]?.campaign.id);
  const message = String(sent[1]?.version.id);
  const told = (field: Condition['field'], value: string, sql: string): [Omit<Condition, 'is'>, string] => [
    { field, value },
    sql,
  ];
  return fc.tuple(
    fc.boolean(),
    fc.constantFrom(
      told('channel', 'email', `v.channel = 'email'`),
      told('channel', 'sms', `v.channel = 'sms'`),
      told('campaign', campaign, `m.campaign_id = ${campaign}`),
      told('message', message, `v.id = ${message}`),
      told('automation', '1', 'false'),
      told('source', 'text', `v.utm_source = 'text'`),
      told('medium', 'email', `v.utm_medium = 'email'`),
      told('tag_campaign', 'winter_mugs', `v.utm_campaign = 'winter_mugs'`),
      told('grade', 'pixel_tags', `c.grade = 'pixel_tags'`),
      told('grade', 'click_id', `c.grade = 'click_id'`),
      ...CUSTOMERS.map((kind) => told('customer', kind, `${KIND} = '${kind}'`)),
    ),
  );
};

const KIND = `(CASE WHEN o.customer_id IS NULL THEN 'unknown' WHEN EXISTS (
  SELECT FROM "order" p WHERE p.shop_id = o.shop_id AND p.customer_id = o.customer_id
  AND (p.processed_at < o.processed_at OR p.processed_at = o.processed_at AND p.id < o.id)) THEN 'returning' ELSE 'new' END)`;

describe('a filter of credits', () => {
  it('counts what plain statements over the credits count, whatever it asks', async () => {
    let met = 0;
    await fc.assert(
      fc.asyncProperty(
        orders,
        fc.constantFrom('linear' as const, 'last_click' as const, 'any_click' as const),
        fc.nat(),
        async (some, model, seed) => {
          const shop = await makeShop({ timeZone: PERIOD.zone });
          await insertSettings(shop.id, { ...DEFAULT_SETTINGS, model, scope: 'messages_only' }, SENT_AT, db);
          const sent = [
            await makeSentMessage(shop, { sentAt: SENT_AT }),
            await makeSentMessage(shop, { sentAt: SENT_AT, name: 'Other', utmCampaign: 'other' }),
            await makeSentMessage(shop, {
              sentAt: SENT_AT,
              channel: 'sms',
              utmSource: 'text',
              utmMedium: 'sms',
            }),
          ];
          for (const order of some) await bought(shop, order, sent);
          await rollUpAll(shop);
          const group = fc.array(conditionsFor(sent), { minLength: 1, maxLength: 3 });
          const filters = fc.array(group, { minLength: 1, maxLength: 3 });
          for (const chosen of fc.sample(filters, { numRuns: 12, seed })) {
            const filter: Filter = chosen.map((conditions) =>
              conditions.map(([is, [condition]]) => ({ ...condition, is })),
            );
            const sql = chosen
              .map((conditions) =>
                conditions.map(([is, [, text]]) => `${is ? '' : 'NOT'} (${text})`).join(' AND '),
              )
              .join(') OR (');
            const { rows } = await pool.query<{ day: string; ppm: string; firsts: string; amount: string }>(
              `SELECT (o.processed_at AT TIME ZONE $2)::date::text AS day, sum(c.weight_ppm) AS ppm,
                      coalesce(sum(c.weight_ppm) FILTER (WHERE ${KIND} = 'new'), 0) AS firsts, sum(c.amount_minor) AS amount
               FROM credit c JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
               JOIN message_version v ON v.shop_id = c.shop_id AND v.id = c.version_id
               JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
               WHERE c.shop_id = $1 AND (o.processed_at AT TIME ZONE $2)::date BETWEEN $3 AND $4 AND ((${sql}))
               GROUP BY 1 ORDER BY 1`,
              [shop.id, shop.timeZone, PERIOD.days.at(0), PERIOD.days.at(-1)],
            );
            const tenths = (of: 'ppm' | 'firsts') =>
              Math.round(rows.reduce((sum, row) => sum + Number(row[of]), 0) / 100_000) / 10;
            for (const basis of DATE_BASES) {
              const asked = [shop, PERIOD, basis, filter] as const;
              const byDay = await filteredDays(...asked);
              const byVersion = await filteredVersions(...asked);
              const credited = await filteredTotal(...asked);
              expect(byDay.toSorted((a, b) => (a.day < b.day ? -1 : 1))).toEqual(
                rows.map(({ day, ppm, amount }) => ({
                  day,
                  orders: Math.round(Number(ppm) / 100_000) / 10,
                  amountMinor: BigInt(amount),
                })),
              );
              const all = sumMinor(rows.map(({ amount }) => BigInt(amount)));
              expect(sumMinor(byVersion.map(({ amountMinor }) => amountMinor))).toBe(all);
              expect(credited).toMatchObject({
                orders: tenths('ppm'),
                firstOrders: tenths('firsts'),
                amountMinor: all,
              });
              const view = await salesOverview(shop, PERIOD, { filter, basis });
              expect(view.creditedRevenue.value).toBe(formatMoney({ minor: all, currency: 'EUR' }));
            }
            met += rows.length;
          }
        },
      ),
      { numRuns: 4, seed: 11, endOnFailure: true },
    );
    expect(met).toBeGreaterThan(50);
  }, 120_000);
});

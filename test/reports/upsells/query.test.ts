import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db, pool } from '~/db.server';
import { formatMoney } from '~/lib/money';
import { periodOf } from '~/lib/period';
import { orderList } from '~/reports/order-list/query.server';
import { upsellsReport } from '~/reports/upsells/query.server';
import {
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  tags,
} from '#test/support/attribution-factory';
import { flowOf, makeAutomation } from '#test/support/automation-factory.ts';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-12-05T00:00:00Z');
const SENT_AT = new Date('2026-11-01T08:00:00Z');

const bought = fc.record({
  hours: fc.integer({ min: 1, max: 29 * 24 }),
  edit: fc.constantFrom(0n, 500n, 1_999n, -300n),
  isMine: fc.boolean(),
  odd: fc.constantFrom(null, null, null, 'test', 'cancelled', 'foreign', 'exchanged'),
});

describe('upsells', () => {
  it('equal plain statements over the orders, in whatever zone and currency', async () => {
    let added = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Chatham', 'America/St_Johns'),
        fc.constantFrom('EUR', 'JPY'),
        fc.array(bought, { minLength: 3, maxLength: 15 }),
        async (timeZone, currency, orders) => {
          const shop = await makeShop({ timeZone, currency });
          const letter = await makeSentMessage(shop, { sentAt: SENT_AT });
          for (const { hours, edit, isMine, odd } of orders) {
            const at = new Date(SENT_AT.getTime() + hours * 3_600_000);
            const order = await makeOrder(shop, {
              processedAt: at,
              editMinor: edit,
              test: odd === 'test',
              cancelledAt: odd === 'cancelled' ? at : null,
              currency: odd === 'foreign' ? 'KWD' : currency,
            });
            if (odd === 'exchanged')
              await db.refund.create({
                data: {
                  shopId: shop.id,
                  orderId: order.id,
                  id: order.id,
                  processedAt: at,
                  goodsMinor: 100n,
                  taxMinor: 0n,
                  totalMinor: 0n,
                },
              });
            const visits = isMine
              ? [{ at: new Date(at.getTime() - 60_000), utm: tags({ id: letter.version.publicId }) }]
              : [];
            await makeCheckout(shop, `checkout-${order.id}`, visits, { completedAt: at });
            await makeJourney(shop, order.id, 'absent');
            await attributeOrders(shop.id, [order.id], NOW);
          }
          await rollUpAll(shop);
          const period = periodOf('2026-11-03', '2026-11-27', timeZone);
          const { rows } = await pool.query<{ day: string; mine: boolean; orders: number; minor: string }>(
            `SELECT (processed_at AT TIME ZONE $2)::date::text AS day,
                    EXISTS (SELECT FROM credit c WHERE c.shop_id = $1 AND c.order_id = o.id) AS mine, count(*)::int AS orders,
                    sum(CASE WHEN currency = $3 THEN edit_minor ELSE 0 END)::text AS minor
             FROM "order" o
             WHERE shop_id = $1 AND edit_minor > 0 AND NOT test AND cancelled_at IS NULL
               AND id NOT IN (SELECT order_id FROM refund WHERE shop_id = $1)
               AND (processed_at AT TIME ZONE $2)::date BETWEEN '2026-11-03' AND '2026-11-27'
             GROUP BY 1, 2`,
            [shop.id, timeZone, currency],
          );
          const sum = (some: typeof rows) => ({
            orders: some.reduce((total, { orders: count }) => total + count, 0),
            text: formatMoney({
              minor: some.reduce((total, { minor }) => total + BigInt(minor), 0n),
              currency,
            }),
          });
          const view = await upsellsReport(shop, period, null);
          expect(view.metrics.slice(0, 2).map(({ value }) => value)).toEqual([
            sum(rows).text,
            String(sum(rows).orders),
          ]);
          expect(view.trend.map(({ text, count }) => ({ text, orders: count }))).toEqual(
            period.days.map((day) => sum(rows.filter((row) => row.day === day))),
          );
          for (const mine of [true, false]) {
            const expected = sum(rows.filter((row) => row.mine === mine));
            const row = view.added.rows.find(({ id }) => (id !== 'none') === mine);
            expect(row?.cells[2]?.text ?? '0').toBe(String(expected.orders));
            if (row) expect(row.cells[3]?.text).toBe(expected.text);
          }
          const { total } = await orderList(shop, { period, isAddedTo: true });
          expect(total).toBe(sum(rows).orders);
          added += total;
        },
      ),
      { numRuns: 10, seed: 2, endOnFailure: true },
    );
    expect(added).toBeGreaterThan(10);
  }, 120_000);

  it('tell beside them what automations earned that begin with an order', async () => {
    const shop = await makeShop();
    const step = await makeSentMessage(shop, { sentAt: SENT_AT });
    const id = await makeAutomation(shop, flowOf([]), 'After the purchase', SENT_AT);
    await db.automation.updateMany({
      where: { shopId: shop.id, id },
      data: { listensTo: ['order_fulfilled'] },
    });
    await db.message.updateMany({
      where: { shopId: shop.id, versions: { some: { id: step.version.id } } },
      data: { campaignId: null, automationId: id, stepId: 'more', stepName: 'More' },
    });
    const order = await makeOrder(shop, { processedAt: new Date('2026-11-05T10:00:00Z') });
    await makeCheckout(shop, `checkout-${order.id}`, [
      { at: new Date('2026-11-05T09:00:00Z'), utm: tags({ id: step.version.publicId }) },
    ]);
    await makeJourney(shop, order.id, 'absent');
    await attributeOrders(shop.id, [order.id], NOW);
    await rollUpAll(shop);
    const period = periodOf('2026-11-01', '2026-11-30', shop.timeZone);
    const { automations, metrics, sentence } = await upsellsReport(shop, period, null);
    expect(sentence).toBe('Nothing was added to an order after its checkout in this period.');
    expect(
      automations.rows.map(({ path, orders, cells }) => [path, orders, cells[0]?.text, cells.at(-1)?.text]),
    ).toEqual([
      [
        `/app/automations/${id}`,
        `/app/orders?from=2026-11-01&to=2026-11-30&automation=${id}`,
        'After the purchase',
        '€50.00',
      ],
    ]);
    expect(metrics.find(({ name }) => name === 'After a purchase')?.value).toBe('€50.00');
    await db.automation.updateMany({ where: { shopId: shop.id, id }, data: { listensTo: ['subscribed'] } });
    expect((await upsellsReport(shop, period, null)).automations.rows).toEqual([]);
  });
});

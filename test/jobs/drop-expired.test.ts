import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { db, pool, type Shop } from '~/db.server';
import { dropExpired } from '~/jobs/drop-expired';
import { unscopedDropMonths, unscopedEnsurePartitions } from '~/orders/partition-store.server';
import { campaignReport } from '~/reports/campaign/query.server';
import { salesOverview } from '~/reports/sales-overview/query.server';
import { unscopedDropReceipts } from '~/shopify/receipt-expiry-store.server';
import { unscopedStoreWebhooks } from '~/shopify/webhook-store.server';
import { unscopedDropClicks } from '~/tracking/expiry-store.server';
import { saveRetention } from '~/tracking/retention-store.server';
import { lastDays } from '~/lib/period';
import {
  makeCheckout,
  makeClick,
  makeJourney,
  makeOrder,
  makeSentMessage,
} from '#test/support/attribution-factory';
import { recordOpen } from '~/tracking/record-open.server';
import { holdTransaction, waitingJobs } from '#test/support/intake-factory';
import { makeShop } from '#test/support/shop-factory';

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

let shop: Shop;
beforeEach(async () => {
  await pool.query(
    'TRUNCATE shop, retention, click, message_open, touch, checkout, webhook_receipt, webhook_seen',
  );
  shop = await makeShop();
});

const keep = (months: number, receiptDays = 30, of = shop) =>
  saveRetention(of.id, { clickMonths: months, touchMonths: months, receiptDays });

const monthsOf = async (table: string) => {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = $1::regclass AND relname !~ 'default' ORDER BY 1`,
    [table],
  );
  return rows.map(({ name }) => name.slice(-7));
};

async function receive(of: Shop, days: number, state: string, finishedDays: number | null = days) {
  const webhookId = randomUUID();
  await unscopedStoreWebhooks([
    {
      shop: of.id,
      receivedAt: ago(days),
      webhookId,
      topic: 'orders/create',
      apiVersion: null,
      triggeredAt: null,
      body: Buffer.from('{"id":1}'),
      ignored: null,
    },
  ]);
  const finishedAt = finishedDays === null ? null : ago(finishedDays);
  await db.webhookReceipt.updateMany({ where: { webhookId }, data: { state, finishedAt } });
  return webhookId;
}

const kept = async (of: Shop) => ({
  clicks: await db.click.count({ where: { shopId: of.id } }),
  opens: await db.messageOpen.count({ where: { shopId: of.id } }),
  touches: await db.touch.count({ where: { shopId: of.id } }),
  checkouts: await db.checkout.count({ where: { shopId: of.id } }),
  visits: await db.orderJourney.count({ where: { shopId: of.id, NOT: { visits: { equals: [] } } } }),
});

async function evidence(of: Shop, at: Date) {
  const sent = await makeSentMessage(of, { sentAt: at });
  const order = await makeOrder(of, { processedAt: at });
  await makeClick(of, sent, at);
  const { id: deliveryId, versionId } = sent.delivery;
  await recordOpen(
    { shop: of.id, deliveryId, versionId },
    { method: 'GET', userAgent: 'x', purposes: [] },
    at,
  );
  await makeCheckout(of, `checkout-${order.id}`, [{ at }], { completedAt: at });
  await makeJourney(of, order.id, 'ready', [{ at, landingPage: '/' }]);
  await db.orderJourney.updateMany({ where: { shopId: of.id, orderId: order.id }, data: { fetchedAt: at } });
  return sent;
}

describe('dropping what is not kept any longer', () => {
  it('takes each shop by its own settings, and leaves the orders', async () => {
    const other = await makeShop();
    for (const of of [shop, other]) for (const days of [10, 300]) await evidence(of, ago(days));
    await keep(6);
    await dropExpired();
    expect(await kept(shop)).toEqual({ clicks: 1, opens: 1, touches: 1, checkouts: 1, visits: 1 });
    expect(await kept(other)).toEqual({ clicks: 2, opens: 2, touches: 2, checkouts: 2, visits: 2 });
    expect(await db.order.count({ where: { shopId: shop.id } })).toBe(2);
    expect(await db.orderJourney.count({ where: { shopId: shop.id, state: 'ready' } })).toBe(2);
  });

  it('drops whole months that no shop keeps, and those alone', async () => {
    const other = await makeShop();
    await pool.query('SELECT ensure_month_partitions($1, $2)', [ago(400), new Date()]);
    for (const days of [390, 300, 20]) await evidence(shop, ago(days));
    await keep(6);
    await keep(11, 30, other);
    const before = await monthsOf('click');
    await dropExpired();
    const after = await monthsOf('click');
    const boundary = new Date();
    boundary.setUTCDate(1);
    boundary.setUTCMonth(boundary.getUTCMonth() - 11);
    const first = boundary.toISOString().slice(0, 7).replace('-', '_');
    expect(after).toEqual(before.filter((month) => month >= first));
    expect(after.length).toBeLessThan(before.length);
    expect(await monthsOf('message_open')).toEqual(after);
    expect(await monthsOf('ledger_entry')).toEqual(before);
    expect(await kept(shop)).toMatchObject({ clicks: 1, touches: 1 });
  });

  it('goes on next time where a table is in use, and holds up nobody meanwhile', async () => {
    await pool.query('SELECT ensure_month_partitions($1, $1)', [ago(1_000)]);
    const month = ago(1_000).toISOString().slice(0, 7).replace('-', '_');
    const reader = await holdTransaction('SELECT count(*) FROM click');
    expect(await unscopedDropMonths('click', ago(900))).toEqual([]);
    expect(await monthsOf('click')).toContain(month);
    await reader.letGo();
    expect(await unscopedDropMonths('click', ago(900))).toContain(month);
    expect(await monthsOf('click')).not.toContain(month);
  });

  it('removes a month that was taken off its table by a process that then ended', async () => {
    await pool.query('SELECT ensure_month_partitions($1, $1)', [ago(1_000)]);
    const name = `part.touch_${ago(1_000).toISOString().slice(0, 7).replace('-', '_')}`;
    await pool.query(`ALTER TABLE touch DETACH PARTITION ${name}`);
    await dropExpired();
    const { rows } = await pool.query<{ gone: boolean }>('SELECT to_regclass($1) IS NULL AS gone', [name]);
    expect(rows).toEqual([{ gone: true }]);
  });

  it('works in pieces, and comes back while there is more', async () => {
    const sent = await makeSentMessage(shop);
    for (let n = 0; n < 5; n += 1) await makeClick(shop, sent, ago(400 + n));
    const cutoffs = [{ shop: shop.id, before: ago(300) }];
    expect(await unscopedDropClicks(cutoffs, 2)).toBe(2);
    expect(await unscopedDropClicks(cutoffs, 2)).toBe(2);
    expect(await unscopedDropClicks(cutoffs, 2)).toBe(1);

    await pool.query(
      `INSERT INTO checkout (shop_id, token, visitor, completed_at, received_at)
       SELECT $1, 'c' || n, 'v', $2, $2 FROM generate_series(1, 50001) n`,
      [shop.id, ago(800)],
    );
    await dropExpired();
    expect(await db.checkout.count()).toBe(1);
    expect(await waitingJobs('drop-expired')).toEqual([{}]);
    await dropExpired();
    expect(await db.checkout.count()).toBe(0);
  });

  it('does nothing where there is no shop', async () => {
    await pool.query('TRUNCATE shop');
    await dropExpired();
    expect(await db.retention.count()).toBe(0);
  });
});

describe('webhooks as they came in', () => {
  it('go some days after they were worked off, with the note that they were seen; what waits stays', async () => {
    const [old, late, waiting, young] = [
      await receive(shop, 40, 'done'),
      await receive(shop, 40, 'done', 5),
      await receive(shop, 400, 'pending', null),
      await receive(shop, 5, 'ignored'),
    ];
    const noted = await receive(shop, 40, 'ignored', null);
    await dropExpired();
    const receipts = await db.webhookReceipt.findMany({ where: { shopId: shop.id } });
    expect(receipts.map(({ webhookId }) => webhookId).sort()).toEqual([late, waiting, young].sort());
    const seen = await db.webhookSeen.findMany({ where: { shopId: shop.id } });
    expect(seen.map(({ webhookId }) => webhookId).sort()).toEqual([late, waiting, young].sort());
    expect([old, noted]).toHaveLength(2);
  });

  it('are told from those that were sent again after they were dropped', async () => {
    const webhookId = await receive(shop, 40, 'done');
    const again = (receivedAt: Date) =>
      unscopedStoreWebhooks([
        {
          shop: shop.id,
          receivedAt,
          webhookId,
          topic: 'orders/create',
          apiVersion: null,
          triggeredAt: null,
          body: Buffer.from('{}'),
          ignored: null,
        },
      ]);
    expect(await again(new Date())).toEqual([false]);
    await dropExpired();
    expect(await again(new Date())).toEqual([true]);
    expect(await unscopedDropReceipts([{ shop: shop.id, before: ago(30) }], 10)).toBe(0);
    expect(await db.webhookSeen.count({ where: { shopId: shop.id } })).toBe(1);
  });

  it('leave a month once nothing in it waits', async () => {
    await pool.query('SELECT ensure_month_partitions($1, $1)', [ago(400)]);
    const month = ago(400).toISOString().slice(0, 7).replace('-', '_');
    const webhookId = await receive(shop, 400, 'pending', null);
    await dropExpired();
    expect(await monthsOf('webhook_receipt')).toContain(month);
    await db.webhookReceipt.updateMany({
      where: { webhookId },
      data: { state: 'done', finishedAt: ago(31) },
    });
    await dropExpired();
    expect(await monthsOf('webhook_receipt')).not.toContain(month);
    await unscopedEnsurePartitions(new Date());
  });
});

describe('reports of messages whose clicks are not kept', () => {
  it('say that their number is unknown, never that there were none', async () => {
    const old = await evidence(shop, ago(300));
    const young = await evidence(shop, ago(10));
    await keep(6);
    await dropExpired();
    expect(await campaignReport(shop, old.campaign.id, new Date())).toMatchObject({
      uniqueClicks: { value: null, unknown: 'It was sent before the clicks that your settings keep.' },
      totalClicks: { value: null },
      clickRate: { value: null },
      delivered: { value: '1' },
    });
    expect(await campaignReport(shop, young.campaign.id, new Date())).toMatchObject({
      uniqueClicks: { value: '1' },
    });
    const { messages } = await salesOverview(shop, lastDays(330, new Date(), shop.timeZone));
    expect(messages.map(({ uniqueClicks }) => uniqueClicks).sort()).toEqual(['1', '–']);
  });
});

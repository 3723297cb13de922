import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { db, pool } from '~/db.server';
import { DISPUTES, orderKind, type OrderFacts, type RefundFacts } from '~/orders/order';
import { saveTellings } from '~/orders/order-store.server';
import type { Telling } from '~/orders/order-telling';
import { save } from '#test/support/backlog.ts';
import { holdTransaction, waitingForLocks } from '#test/support/intake-factory.ts';
import { orderFacts, refundFacts } from '#test/support/order-facts-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const findOrder = (shop: number, id: bigint) =>
  db.order.findUnique({ where: { shopId_id: { shopId: shop, id } } });

type Delivery = { order: OrderFacts } | { refund: RefundFacts };

const tellingOf = (delivery: Delivery): Telling =>
  'order' in delivery
    ? { kind: 'order', facts: delivery.order }
    : { kind: 'refund', orderId: 1001n, refund: delivery.refund };

const deliver = (shop: number, ...deliveries: Delivery[]) => save(shop, ...deliveries.map(tellingOf));

/** All that is kept of the order, as text. */
async function keptOf(shop: number): Promise<string> {
  const order = await db.order.findMany({ where: { shopId: shop } });
  const refunds = await db.refund.findMany({ where: { shopId: shop }, orderBy: { id: 'asc' } });
  const ledger = await db.ledgerEntry.findMany({
    where: { shopId: shop },
    orderBy: [{ at: 'asc' }, { kind: 'asc' }, { ref: 'asc' }],
  });
  return JSON.stringify({ order, refunds, ledger }, (key, value: unknown) =>
    key === 'shopId' ? undefined : typeof value === 'bigint' ? value.toString() : value,
  );
}

/** Until a transaction waits for an advisory lock of another. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await pool.query(
      `SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
       WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted`,
    );
    if (rows.length > 0) return;
  }
}

const later = (seconds: number) => new Date(Date.parse('2026-11-20T09:00:00Z') + seconds * 1_000);

describe('an order', () => {
  it('is kept once, however often it is delivered', async () => {
    const { id: shop } = await makeShop();
    for (let times = 0; times < 8; times += 1) await deliver(shop, { order: orderFacts() });
    expect(await db.order.count({ where: { shopId: shop } })).toBe(1);
    expect(await db.ledgerEntry.count({ where: { shopId: shop } })).toBe(1);
    expect((await findOrder(shop, 1001n))?.valueMinor).toBe(10_000n);
  });

  it('is not written again where a delivery tells nothing new', async () => {
    const { id: shop } = await makeShop();
    const written = () => pool.query('SELECT xmin FROM "order" WHERE shop_id = $1', [shop]);
    await deliver(shop, { order: orderFacts({ refunds: [refundFacts()] }) });
    const before = (await written()).rows;
    await deliver(shop, { order: orderFacts({ refunds: [refundFacts()] }) }, { refund: refundFacts() });
    expect((await written()).rows).toEqual(before);
    await deliver(shop, { order: orderFacts({ updatedAt: later(60), financialStatus: 'refunded' }) });
    expect((await written()).rows).not.toEqual(before);
  });

  it('is not put back by a delivery that is late', async () => {
    const { id: shop } = await makeShop();
    const refunded = orderFacts({
      updatedAt: later(60),
      refunds: [refundFacts()],
      financialStatus: 'refunded',
    });
    await deliver(shop, { order: refunded });
    await deliver(shop, { order: orderFacts() });
    expect(await findOrder(shop, 1001n)).toMatchObject({ financialStatus: 'refunded', valueMinor: 7_000n });
  });

  it('takes up a refund that was here before it', async () => {
    const { id: shop } = await makeShop();
    await deliver(shop, { refund: refundFacts({ goodsMinor: 0n }) });
    expect(await findOrder(shop, 1001n)).toBeNull();
    await deliver(shop, { order: orderFacts() });
    expect((await findOrder(shop, 1001n))?.valueMinor).toBe(7_000n);
  });

  it('keeps the gift cards that were bought as a part of its ledger', async () => {
    const { id: shop } = await makeShop();
    await deliver(shop, { order: orderFacts({ grossMinor: 5_000n, giftCardMinor: 4_500n }) });
    expect(await db.ledgerEntry.findMany({ where: { shopId: shop } })).toMatchObject([
      { grossMinor: 5_000n, giftCardMinor: 4_500n, otherMinor: 0n, totalMinor: 10_000n },
    ]);
  });

  it('keeps plan and dispute, once told, through webhooks that know nothing of them', async () => {
    const { id: shop } = await makeShop();
    await deliver(shop, { order: orderFacts({ sellingPlan: true, dispute: 'under_review' }) });
    await deliver(shop, { order: orderFacts({ updatedAt: later(60) }) });
    expect(await findOrder(shop, 1001n)).toMatchObject({ sellingPlan: true, dispute: 'under_review' });
    await deliver(shop, { order: orderFacts({ updatedAt: later(60), dispute: 'lost' }) });
    await deliver(shop, { order: orderFacts({ dispute: 'needs_response' }) });
    expect(await findOrder(shop, 1001n)).toMatchObject({ dispute: 'lost' });
  });

  it('is of its own shop alone', async () => {
    const [one, other] = [await makeShop(), await makeShop()];
    await deliver(one.id, { order: orderFacts() });
    await deliver(other.id, { order: orderFacts({ totalMinor: 1n, updatedAt: later(60) }) });
    await deliver(other.id, { refund: refundFacts() });
    expect((await findOrder(one.id, 1001n))?.valueMinor).toBe(10_000n);
  });

  it('waits for a refund that is being saved at the same instant', async () => {
    const { id: shop } = await makeShop();
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let saved = (): void => undefined;
    const isSaved = new Promise<void>((resolve) => (saved = resolve));
    const refunding = db.$transaction(async (tx) => {
      await saveTellings(shop, [tellingOf({ refund: refundFacts({ goodsMinor: 0n }) })], tx);
      saved();
      await released;
    });
    await isSaved;
    const ordering = deliver(shop, { order: orderFacts() });
    await Promise.race([ordering, somebodyWaits()]);
    release();
    await Promise.all([refunding, ordering]);
    expect((await findOrder(shop, 1001n))?.valueMinor).toBe(7_000n);
  });

  it('is locked after those with smaller ids, so that who decides the same orders is never waited for in a circle', async () => {
    const { id: shop } = await makeShop();
    for (const id of [2n, 1n]) await deliver(shop, { order: orderFacts({ id }) }); // as they lie in the table
    const deciding = await holdTransaction('SELECT 1 FROM "order" WHERE shop_id = $1 AND id = 1 FOR UPDATE', [
      shop,
    ]);
    const news = [2n, 1n].map((id) => ({ order: orderFacts({ id, updatedAt: later(60) }) }));
    const telling = deliver(shop, ...news);
    while ((await waitingForLocks()) === 0);
    const free = await pool.query(
      'SELECT id FROM "order" WHERE shop_id = $1 AND id = 2 FOR UPDATE SKIP LOCKED',
      [shop],
    );
    await deciding.letGo();
    await telling;
    expect(free.rows).toHaveLength(1);
  });

  it('learns of a plan and a dispute from the Admin API, also where a newer webhook was faster', async () => {
    const { id: shop } = await makeShop();
    const asked = orderFacts({ sellingPlan: true, dispute: 'lost', refunds: [refundFacts()] });
    await deliver(shop, { order: orderFacts({ updatedAt: later(60), financialStatus: 'voided' }) });
    await save(shop, { kind: 'correction', facts: asked });
    expect(await findOrder(shop, 1001n)).toMatchObject({
      updatedAt: later(60),
      financialStatus: 'voided',
      sellingPlan: true,
      dispute: 'lost',
      valueMinor: 7_000n,
    });
  });

  it('ends the same in whatever order and number its deliveries come', async () => {
    const refund = fc.record({
      id: fc.bigInt({ min: 1n, max: 3n }),
      goodsMinor: fc.constantFrom(0n, 1_000n, 3_000n),
      totalMinor: fc.constantFrom(0n, 1_000n, 3_000n),
      processedAt: fc.constantFrom(later(100), later(200)),
    });
    const order = fc.record({
      updatedAt: fc.integer({ min: 0, max: 2 }).map(later),
      cancelledAt: fc.constantFrom(null, later(300)),
      financialStatus: fc.constantFrom('pending', 'paid', null),
      landingSite: fc.constantFrom(null, '/a', '/b'),
      sellingPlan: fc.constantFrom(null, false, true),
      dispute: fc.constantFrom(null, ...DISPUTES),
      editMinor: fc.constantFrom(0n, 500n, -500n),
      refunds: fc.uniqueArray(refund.map(refundFacts), { maxLength: 2, selector: ({ id }) => id }),
    });
    const delivery: fc.Arbitrary<Delivery> = fc.oneof(
      order.map((some) => ({ order: orderFacts(some) })),
      refund.map((some) => ({ refund: refundFacts(some) })),
    );
    const history = fc.array(delivery, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        history.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
          ),
        ),
        async ([given, shuffled]) => {
          const [one, other] = [await makeShop(), await makeShop()];
          for (const each of given) await deliver(one.id, each);
          await deliver(other.id, ...shuffled); // all at once
          expect(await keptOf(other.id)).toBe(await keptOf(one.id));
          const [kept] = await db.order.findMany({ where: { shopId: one.id } });
          const { _sum } = await db.ledgerEntry.aggregate({
            where: { shopId: one.id },
            _sum: { totalMinor: true },
          });
          expect(_sum.totalMinor ?? undefined).toBe(kept?.valueMinor);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('the kind of an order', () => {
  it.each([
    ['web', 'web'],
    [null, 'web'],
    ['checkout_next', 'web'],
    ['pos', 'pos'],
    ['shopify_draft_order', 'draft'],
    ['subscription_contract', 'subscription_renewal'],
    ['subscription_contract_checkout_one', 'subscription_renewal'],
    ['1354745', 'other_app'],
    ['iphone', 'other_app'],
  ])('with source %s is %s', (sourceName, kind) => {
    expect(orderKind(orderFacts({ sourceName }))).toBe(kind);
  });

  it('made by an app on a selling plan is a renewal, unless somebody went through a checkout', () => {
    const renewal = orderFacts({ sourceName: '294517', sellingPlan: true, checkoutToken: null });
    expect(orderKind(renewal)).toBe('subscription_renewal');
    expect(orderKind({ ...renewal, checkoutToken: 'checkout-1' })).toBe('other_app');
    expect(orderKind({ ...renewal, sellingPlan: null })).toBe('other_app');
    expect(orderKind({ ...renewal, sourceName: 'web' })).toBe('web');
  });
});

import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { db, pool, type Shop } from '~/db.server';
import { ingestPixels } from '~/jobs/ingest-pixels';
import { hashFor } from '~/lib/secrets.server';
import { eraseShop } from '~/shopify/shop-store.server';
import { unscopedStorePixelReceipts } from '~/tracking/pixel-receipt-store.server';
import { marksOf } from '#test/support/backlog.ts';
import {
  dropsOf,
  holdTransaction,
  waitingForLocks,
  wireEvent,
  wireLanding,
} from '#test/support/intake-factory.ts';
import { workOffPixels } from '#test/support/pixel-fate.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const now = new Date();
let shop: Shop;
beforeEach(async () => {
  await workOffPixels();
  shop = await makeShop();
});

/** Stores events of these checkouts as intake does. */
const arrive = (of: Shop, tokens: string[], some: Record<string, unknown> = {}) =>
  unscopedStorePixelReceipts(
    tokens.map((token) => ({
      shop: of.id,
      receivedAt: now,
      body: JSON.stringify(wireEvent(of, now, { checkout: { token }, ...some })),
    })),
  );
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `t-${index}`);
const tokensOf = async (of: Shop) =>
  (await db.checkout.findMany({ where: { shopId: of.id }, orderBy: { token: 'asc' } })).map(
    ({ token }) => token,
  );
const waitingOf = (of: Shop) => db.pixelReceipt.count({ where: { shopId: of.id } });

/** Has the database refuse the checkout `poison`. */
async function refusePoison(): Promise<void> {
  await pool.query(`ALTER TABLE checkout ADD CONSTRAINT refusal CHECK (token <> 'poison')`);
  onTestFinished(() => pool.query('ALTER TABLE checkout DROP CONSTRAINT refusal').then(() => undefined));
}

/** Has whoever stores a checkout of this token wait. */
const holdCheckout = (of: Shop, token: string) =>
  holdTransaction(
    `INSERT INTO checkout (shop_id, token, visitor, completed_at, received_at) VALUES ($1, $2, 'v', now(), now())`,
    [of.id, token],
  );

describe('pixel events that wait', () => {
  it('are worked off together, of any shops, as of the moment at which they came, and leave nothing behind', async () => {
    const other = await makeShop();
    await arrive(shop, ['a', 'b']);
    await arrive(other, ['a']);
    expect(await ingestPixels()).toBe(3);
    expect(await ingestPixels()).toBe(0);
    for (const [one, tokens] of [
      [shop, ['a', 'b']],
      [other, ['a']],
    ] as const) {
      expect(await tokensOf(one)).toEqual(tokens);
      expect((await marksOf(one.id)).sort()).toEqual(tokens);
      expect(await waitingOf(one)).toBe(0);
      expect(await db.shop.findUnique({ where: { id: one.id } })).toMatchObject({ lastPixelAt: now });
    }
    expect(await db.checkout.findFirst({ where: { shopId: shop.id } })).toMatchObject({ receivedAt: now });
  });

  it('of a flood in one shop do not keep those of another waiting for its end', async () => {
    const other = await makeShop();
    await arrive(shop, numbered(1_200));
    await arrive(other, ['patient']);
    await ingestPixels();
    await ingestPixels();
    expect(await tokensOf(other)).toEqual(['patient']);
    await workOffPixels();
    expect(await tokensOf(shop)).toHaveLength(1_200);
  });

  it('are taken by several workers in the order in which they came, and by none twice', async () => {
    const tokens = numbered(600);
    await arrive(shop, tokens, { visitor: 'buyer' });
    await arrive(shop, tokens, { visitor: 'thief', landings: [wireLanding(now, { source: 'thief' })] });
    const taken = await dropsOf('pixel', 'checkout_taken');
    const counts = await Promise.all([ingestPixels(), ingestPixels(), ingestPixels()]);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(0);
    await workOffPixels();
    const visitors = new Set(
      (await db.checkout.findMany({ where: { shopId: shop.id } })).map(({ visitor }) => visitor),
    );
    expect([...visitors]).toEqual([hashFor(shop.id, 'visitor', 'buyer')]);
    expect(await tokensOf(shop)).toHaveLength(600);
    expect(await dropsOf('pixel', 'checkout_taken')).toBe(taken + 600);
  });

  it('wait for whoever works them off already', async () => {
    await arrive(shop, ['a']);
    const elsewhere = await holdTransaction(
      `SELECT pg_advisory_xact_lock(hashtextextended('pixel receipts', 0))`,
    );
    expect(await ingestPixels()).toBe(0);
    await elsewhere.letGo();
    expect(await ingestPixels()).toBe(1);
  });

  it('are there once, and counted once, when a worker is killed in the middle', async () => {
    await arrive(shop, ['a', 'b', 'held']);
    await arrive(shop, ['c'], { checkout: undefined });
    const malformed = await dropsOf('pixel', 'malformed');
    const held = await holdCheckout(shop, 'held');
    const working = ingestPixels();
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1));
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    expect(await waitingOf(shop)).toBe(4);
    await held.letGo();
    await working.catch(() => undefined);
    await workOffPixels();
    expect(await tokensOf(shop)).toEqual(['a', 'b', 'held']);
    expect(await db.touch.count({ where: { shopId: shop.id } })).toBe(3);
    expect(await marksOf(shop.id)).toHaveLength(3);
    expect(await dropsOf('pixel', 'malformed')).toBe(malformed + 1);
  });
});

describe('a pixel event that the database refuses', () => {
  it('is dropped for a counted reason, and holds up no other', async () => {
    await refusePoison();
    await arrive(shop, ['a', 'b', 'poison', 'c', 'poison', 'd']);
    await workOffPixels();
    expect(await tokensOf(shop)).toEqual(['a', 'b', 'c', 'd']);
    expect(await waitingOf(shop)).toBe(0);
    expect(await dropsOf('pixel', 'not_storable')).toBe(2);
  });

  it('for a reason that is not its own is kept', async () => {
    await arrive(shop, ['a']);
    await pool.query('ALTER TABLE checkout RENAME TO elsewhere');
    try {
      await expect(ingestPixels()).rejects.toThrow();
    } finally {
      await pool.query('ALTER TABLE elsewhere RENAME TO checkout');
    }
    expect(await waitingOf(shop)).toBe(1);
    await workOffPixels();
    expect(await tokensOf(shop)).toEqual(['a']);
  });
});

describe('a shop that is erased', () => {
  const whatIsLeft = async () => [
    await waitingOf(shop),
    await db.checkout.count({ where: { shopId: shop.id } }),
    await db.touch.count({ where: { shopId: shop.id } }),
    await db.attributionMark.count({ where: { shopId: shop.id } }),
  ];

  it('takes the pixel events that wait with it', async () => {
    await arrive(shop, ['a']);
    await eraseShop(shop.id);
    await workOffPixels();
    expect(await whatIsLeft()).toEqual([0, 0, 0, 0]);
  });

  it('waits for those that are just worked off, and leaves nothing of them', async () => {
    const other = await makeShop();
    await arrive(shop, ['a']);
    await arrive(other, ['held']);
    const held = await holdCheckout(other, 'held');
    const working = ingestPixels();
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1));
    const erasing = eraseShop(shop.id);
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(2));
    await held.letGo();
    await Promise.all([working, erasing]);
    expect(await whatIsLeft()).toEqual([0, 0, 0, 0]);
  });

  it('has what comes for it afterwards dropped', async () => {
    await db.shop.delete({ where: { id: shop.id } });
    await arrive(shop, ['a']);
    await workOffPixels();
    expect(await whatIsLeft()).toEqual([0, 0, 0, 0]);
    expect(await dropsOf('pixel', 'unknown_shop')).toBe(1);
  });
});

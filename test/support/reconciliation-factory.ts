import { pool, type Shop } from '~/db.server';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { handlers } from '~/jobs/handlers';
import type { JobName, Jobs } from '~/queue/jobs';
import type { NewOrder, ShopState } from '#test/shopify/shop-state.ts';

const HOUR_MS = 3_600_000;

/** Orders in the local shop, an hour apart and the newest an hour ago, that no webhook told. */
export function placeOrders(state: ShopState, count: number, some: Partial<NewOrder> = {}) {
  const variantId = state.products[0]?.variants[0]?.id ?? 0n;
  return Array.from({ length: count }, (_, index) =>
    state.createOrder({
      lines: [{ variantId, quantity: 2 }],
      email: 'ada@customer.test',
      at: new Date(Date.now() - (count - index) * Math.min(HOUR_MS, (20 * 24 * HOUR_MS) / count)),
      ...some,
    }),
  );
}

/** Runs the waiting jobs of a kind, however late they are due, until none waits; at most so many. */
export async function runJobs<Name extends JobName>(name: Name, most = 1_000): Promise<number> {
  for (let ran = 0; ran < most; ran += 1) {
    const { rows } = await pool.query<{ payload: Jobs[Name] }>(
      `DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
       WHERE t.id = j.task_id AND t.identifier = $1 AND j.id = (
         SELECT min(k.id) FROM graphile_worker._private_jobs k WHERE k.task_id = t.id)
       RETURNING j.payload`,
      [name],
    );
    if (!rows[0]) return ran;
    await handlers[name](rows[0].payload);
  }
  return most;
}

/** Decides every order of a shop. */
export async function decideAll(shop: Shop): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM "order" WHERE shop_id = $1', [shop.id]);
  await attributeOrders(
    shop.id,
    rows.map(({ id }) => BigInt(id)),
    new Date(),
  );
}

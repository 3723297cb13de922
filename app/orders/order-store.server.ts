import {
  columnOf,
  fieldsOf,
  type Order,
  type OrderDeletion,
  Prisma,
  type Refund,
  rowsOf,
  type Sql,
} from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { forgottenOrders } from '~/orders/forgotten-orders.server';
import { valueOf } from '~/orders/ledger';
import { orderKind, type OrderKind } from '~/orders/order';
import {
  type KnownOrder,
  learn,
  ledgerOfKnown,
  orderOf,
  type Telling,
  UNKNOWN_ORDER,
} from '~/orders/order-telling';
import { withoutTraces } from '~/orders/traces';
import { markDays, markDaysOfOrders } from '~/queue/day-mark-store.server';

/** An order as it stands after it was saved. */
export interface SavedOrder {
  id: bigint;
  kind: OrderKind;
  valueMinor: bigint;
}

/**
 * Saves what is told of any number of orders: what was known of each is folded with the tellings, and its facts,
 * refunds and ledger are written anew where that changed them. Of a customer who was forgotten, what may name them is
 * left out, however late it is told.
 * @param tx the caller's transaction; others that tell of the same orders wait for its end
 * @returns the orders told of, those left out of which the shop knows only refunds or a deletion so far
 */
export async function saveTellings(
  shop: ShopId,
  tellings: readonly Telling[],
  tx: Sql,
): Promise<SavedOrder[]> {
  const ids = [...new Set(tellings.map(orderOf))].sort((a, b) => (a < b ? -1 : 1));
  if (ids.length === 0) return [];
  await lockOrders(shop, ids, tx);
  const known = await loadKnown(shop, ids, tx);
  const learned = new Map(known);
  for (const telling of tellings) {
    const id = orderOf(telling);
    learned.set(id, learn(learned.get(id) ?? UNKNOWN_ORDER, telling));
  }
  const changed = [...learned].filter(([id, order]) => order !== known.get(id));
  const customers = customersOf(changed, known);
  const firstBefore = await firstOrders(shop, customers, tx);
  await writeRefunds(shop, changed, known, tx);
  await writeDeletions(shop, changed, tx);
  await writeOrders(shop, changed, tx);
  const firstAfter = await firstOrders(shop, customers, tx);
  const turned = [...without(firstBefore, firstAfter), ...without(firstAfter, firstBefore)].filter(
    (id) => !learned.has(id),
  );
  const before = changed.map(([id]) => known.get(id) ?? UNKNOWN_ORDER);
  const after = changed.map(([, order]) => order);
  await markDays(
    shop,
    [...before, ...after].flatMap(ledgerOfKnown).map(({ at }) => at),
    tx,
  );
  if (turned.length > 0) await markDaysOfOrders(shop, turned, tx);
  return [...learned].flatMap(([id, order]) =>
    order.facts ? [{ id, kind: orderKind(order.facts), valueMinor: valueOf(ledgerOfKnown(order)) }] : [],
  );
}

/**
 * Orders, and refunds that are here before their order, have no row to lock in common: the lock is on the id. All take
 * them in the same order, so that two transactions never wait for each other in a circle.
 */
async function lockOrders(shop: ShopId, ids: readonly bigint[], tx: Sql): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended('order ' || ${shop}::int || ' ' || id, 0))
    FROM (SELECT id FROM unnest(${ids}::bigint[]) AS id ORDER BY id) AS sorted`;
}

const ORDER = fieldsOf(Prisma.OrderScalarFieldEnum);
const REFUND = fieldsOf(Prisma.RefundScalarFieldEnum);

/** Those of the orders that the shop has. */
export function readOrders(shop: ShopId, ids: readonly bigint[], tx: Sql): Promise<Order[]> {
  return tx.$queryRaw`SELECT ${ORDER} FROM "order" WHERE shop_id = ${shop} AND id = ANY (${ids}::bigint[])`;
}

/** The refunds of orders, known before the order or after. */
export function readRefunds(shop: ShopId, orderIds: readonly bigint[], tx: Sql): Promise<Refund[]> {
  return tx.$queryRaw`SELECT ${REFUND} FROM refund WHERE shop_id = ${shop} AND order_id = ANY (${orderIds}::bigint[])`;
}

/** Which of the orders were deleted in Shopify. */
export function readDeletions(shop: ShopId, orderIds: readonly bigint[], tx: Sql): Promise<OrderDeletion[]> {
  return tx.$queryRaw`
    SELECT shop_id AS "shopId", order_id AS "orderId", deleted_at AS "deletedAt" FROM order_deletion
    WHERE shop_id = ${shop} AND order_id = ANY (${orderIds}::bigint[])`;
}

/** In the order of the ids, in which rows are locked too: who decides orders locks many of them as well. */
async function loadKnown(shop: ShopId, ids: bigint[], tx: Sql): Promise<Map<bigint, KnownOrder>> {
  const orders = await readOrders(shop, ids, tx);
  const refunds = await readRefunds(shop, ids, tx);
  const deletions = await readDeletions(shop, ids, tx);
  const known = new Map<bigint, KnownOrder>(ids.map((id) => [id, UNKNOWN_ORDER]));
  const add = (id: bigint, some: Partial<KnownOrder>) =>
    known.set(id, { ...(known.get(id) ?? UNKNOWN_ORDER), ...some });
  for (const facts of orders) add(facts.id, { facts });
  for (const refund of refunds) {
    const before = known.get(refund.orderId)?.refunds ?? [];
    add(refund.orderId, { refunds: new Map([...before, [refund.id, refund]]) });
  }
  for (const { orderId, deletedAt } of deletions) add(orderId, { deletedAt });
  return known;
}

type Changed = readonly (readonly [bigint, KnownOrder])[];

/** Of whom another order may be the first now. */
function customersOf(changed: Changed, known: ReadonlyMap<bigint, KnownOrder>): bigint[] {
  const customers = changed.flatMap(([id, { facts: now }]) => {
    const before = known.get(id)?.facts;
    const stays =
      before?.customerId === now?.customerId &&
      before?.processedAt.getTime() === now?.processedAt.getTime() &&
      before?.test === now?.test;
    return stays ? [] : [before?.customerId, now?.customerId];
  });
  return [...new Set(customers.filter((customer) => customer !== undefined && customer !== null))];
}

/** The first order of each customer that is here and no test. */
async function firstOrders(shop: ShopId, customers: readonly bigint[], tx: Sql): Promise<bigint[]> {
  if (customers.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT o.id FROM unnest(${[...customers]}::bigint[]) AS customer CROSS JOIN LATERAL (
      SELECT id FROM "order" WHERE shop_id = ${shop} AND customer_id = customer AND NOT test
      ORDER BY processed_at, id LIMIT 1) AS o`;
  return rows.map(({ id }) => id);
}

function without(some: readonly bigint[], others: readonly bigint[]): bigint[] {
  const left = new Set(others);
  return some.filter((one) => !left.has(one));
}

async function writeRefunds(
  shop: ShopId,
  changed: Changed,
  known: ReadonlyMap<bigint, KnownOrder>,
  tx: Sql,
): Promise<void> {
  const replaced = changed.filter(
    ([id, { refunds }]) => refunds !== (known.get(id) ?? UNKNOWN_ORDER).refunds,
  );
  if (replaced.length === 0) return;
  const ids = replaced.map(([id]) => id);
  await tx.$executeRaw`DELETE FROM refund WHERE shop_id = ${shop} AND order_id = ANY (${ids}::bigint[])`;
  await tx.$executeRaw`
    INSERT INTO refund SELECT * FROM ${rowsOf(
      'refund',
      replaced.flatMap(([orderId, { refunds }]) =>
        [...refunds.values()].map((refund) => ({ ...refund, shopId: shop, orderId })),
      ),
    )}`;
}

async function writeDeletions(shop: ShopId, changed: Changed, tx: Sql): Promise<void> {
  const deleted = changed.flatMap(([orderId, { deletedAt }]) =>
    deletedAt ? [{ shopId: shop, orderId, deletedAt }] : [],
  );
  if (deleted.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO order_deletion SELECT * FROM ${rowsOf('order_deletion', deleted)}
    ON CONFLICT (shop_id, order_id) DO UPDATE SET deleted_at = EXCLUDED.deleted_at`;
}

const REPLACE_ORDER = Prisma.raw(
  Object.keys(Prisma.OrderScalarFieldEnum)
    .map(columnOf)
    .map((column) => `${column} = EXCLUDED.${column}`)
    .join(', '),
);

async function writeOrders(shop: ShopId, changed: Changed, tx: Sql): Promise<void> {
  const told = changed.flatMap(([, known]) =>
    known.facts ? [{ facts: known.facts, ledger: ledgerOfKnown(known) }] : [],
  );
  if (told.length === 0) return;
  const ids = told.map(({ facts }) => facts.id);
  const forgotten = await forgottenOrders(
    shop,
    told.map(({ facts }) => facts),
    tx,
  );
  const orders = told.map(({ facts, ledger }) => ({
    facts: forgotten.has(facts.id) ? withoutTraces(facts) : facts,
    ledger,
  }));
  await tx.$executeRaw`
    INSERT INTO "order" SELECT * FROM ${rowsOf(
      'order',
      orders.map(({ facts, ledger }) => ({ ...facts, shopId: shop, valueMinor: valueOf(ledger) })),
    )}
    ON CONFLICT (shop_id, id) DO UPDATE SET ${REPLACE_ORDER}`;
  await tx.$executeRaw`DELETE FROM ledger_entry WHERE shop_id = ${shop} AND order_id = ANY (${ids}::bigint[])`;
  await tx.$executeRaw`
    INSERT INTO ledger_entry SELECT * FROM ${rowsOf(
      'ledger_entry',
      orders.flatMap(({ facts, ledger }) =>
        ledger.map((entry) => ({ ...entry, shopId: shop, orderId: facts.id, currency: facts.currency })),
      ),
    )}`;
}

/**
 * Takes out of the orders of a customer who asked to be forgotten, and of those named with them, what may name them.
 * Others that save or decide these orders wait for the end of the caller's transaction.
 * @returns Shopify's numbers of all these orders, those included that are not here
 */
export async function forgetOrders(
  shop: ShopId,
  customerId: bigint | null,
  named: readonly bigint[],
  tx: Sql,
): Promise<bigint[]> {
  const rows = await tx.$queryRaw<Pick<Order, 'id' | 'landingSite' | 'referringSite' | 'discountCodes'>[]>`
    SELECT id, landing_site AS "landingSite", referring_site AS "referringSite", discount_codes AS "discountCodes"
    FROM "order"
    WHERE shop_id = ${shop} AND (customer_id = ${customerId}::bigint OR id = ANY (${[...named]}::bigint[]))
    ORDER BY id FOR UPDATE`;
  await tx.$executeRaw`
    UPDATE "order" o SET landing_site = r.landing_site, referring_site = r.referring_site,
      discount_codes = r.discount_codes
    FROM ${rowsOf('order', rows.map(withoutTraces))} AS r WHERE o.shop_id = ${shop} AND o.id = r.id`;
  return [...new Set([...named, ...rows.map(({ id }) => id)])];
}

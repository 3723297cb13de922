import { z } from 'zod';
import type { Shop } from '~/db.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import type { Period } from '~/lib/period';
import { ledgerOf, valueOf } from '~/orders/ledger';
import type { OrderFacts } from '~/orders/order';
import type { ShopifyOrder } from '~/orders/order-difference';
import { adminRequest } from '~/shopify/admin-client.server';
import { adminOrderFacts, briefOrderNode, listedOrderNode, wholeOrderNode } from '~/shopify/admin-order';
import { ORDER_PAGE, ORDERS, WHOLE_ORDER } from '~/shopify/order-operations';

/** As many as one request's cost allows. */
const AT_ONCE = 10;

const pageAnswer = z.object({
  orders: z.object({
    nodes: z.array(briefOrderNode),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});
const ordersAnswer = z.object({ nodes: z.array(listedOrderNode.nullable()) });
const orderAnswer = z.object({ order: wholeOrderNode.nullable() });

/** Which orders: those changed since a moment, by that time; or those placed in a period, by that one. */
export type OrderSearch = { changedSince: Date } | { placed: Pick<Period, 'from' | 'to'> };

export interface OrderPage {
  orders: ShopifyOrder[];
  /** Where the next page begins; absent on the last. */
  next?: string;
}

/**
 * One page of the shop's orders in brief; Shopify shows those of the last 60 days.
 * @throws AccessLost, AdminRequestFailed
 */
export async function orderPage(shop: Shop, search: OrderSearch, after?: string): Promise<OrderPage> {
  const variables =
    'placed' in search
      ? {
          search: `processed_at:>='${search.placed.from.toISOString()}' AND processed_at:<'${search.placed.to.toISOString()}'`,
          sortKey: 'PROCESSED_AT',
        }
      : { search: `updated_at:>='${search.changedSince.toISOString()}'`, sortKey: 'UPDATED_AT' };
  const { orders } = await adminRequest(shop.domain, ORDER_PAGE, { ...variables, after }, pageAnswer);
  const unclear = orders.nodes.filter(({ worthMinor }) => worthMinor === undefined).map(({ id }) => id);
  const worth = new Map(
    (await fetchOrders(shop, unclear)).map((facts) => [facts.id, valueOf(ledgerOf(facts, facts.refunds))]),
  );
  return {
    orders: orders.nodes.flatMap((order) => {
      const worthMinor = order.worthMinor ?? worth.get(order.id);
      return worthMinor === undefined ? [] : [{ ...order, worthMinor }];
    }),
    next: orders.pageInfo.hasNextPage ? (orders.pageInfo.endCursor ?? undefined) : undefined,
  };
}

/**
 * All orders placed in a period, in brief.
 * @param most how many are fetched at the most
 * @throws AccessLost, AdminRequestFailed
 */
export async function ordersPlaced(
  shop: Shop,
  placed: Pick<Period, 'from' | 'to'>,
  most: number,
): Promise<Outcome<ShopifyOrder[], 'too_many_orders'>> {
  const found: ShopifyOrder[] = [];
  let after: string | undefined;
  do {
    const page = await orderPage(shop, { placed }, after);
    found.push(...page.orders);
    after = page.next;
    if (found.length > most) return refused('too_many_orders');
  } while (after !== undefined);
  return done(found);
}

/**
 * The facts of orders as they are now, refunds and all. An order that Shopify does not have (any more), or no longer
 * shows, is left out.
 * @throws AccessLost, AdminRequestFailed
 */
export async function fetchOrders(shop: Shop, ids: readonly bigint[]): Promise<OrderFacts[]> {
  const found: OrderFacts[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE).map(gid);
    const { nodes } = await adminRequest(shop.domain, ORDERS, { ids: some }, ordersAnswer);
    for (const node of nodes) {
      if (!node) continue;
      const { lineItems, shippingLines, refunds } = node;
      const untold =
        refunds.length > 0 ||
        lineItems.pageInfo.hasNextPage ||
        lineItems.nodes.some((line) => line.gift_card);
      const facts = untold
        ? await fetchWhole(shop, node.id)
        : adminOrderFacts(node, { lineItems: lineItems.nodes, shippingLines }, []);
      if (facts) found.push(facts);
    }
  }
  return found;
}

async function fetchWhole(shop: Shop, id: string): Promise<OrderFacts | undefined> {
  const { order } = await adminRequest(shop.domain, WHOLE_ORDER, { order: gid(id) }, orderAnswer);
  return order ? adminOrderFacts(order, order, order.refunds) : undefined;
}

const gid = (id: bigint | string) => `gid://shopify/Order/${id}`;

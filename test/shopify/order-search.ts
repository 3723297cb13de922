import { GraphQLError } from 'graphql';
import { currentTotals } from './order-money.ts';
import type { Order } from './shop-state.ts';

/** Older orders ask for a scope that Shopify grants by hand. */
const VISIBLE_MS = 60 * 24 * 60 * 60 * 1000;

type Value = string | number | boolean | null;

const FIELDS: Record<string, (order: Order) => Value> = {
  id: (order) => String(order.id),
  name: (order) => order.name,
  email: (order) => order.email,
  customer_id: (order) => String(order.customerId),
  test: (order) => order.test,
  source_name: (order) => order.sourceName,
  cart_token: (order) => order.cartToken,
  checkout_token: (order) => order.checkoutToken,
  created_at: (order) => seconds(order.createdAt),
  processed_at: (order) => seconds(order.createdAt),
  updated_at: (order) => seconds(order.updatedAt),
};

const SORTED_BY: Record<string, (order: Order) => number> = {
  CREATED_AT: (order) => order.createdAt.getTime(),
  PROCESSED_AT: (order) => order.createdAt.getTime(),
  UPDATED_AT: (order) => order.updatedAt.getTime(),
  ID: (order) => Number(order.id),
  ORDER_NUMBER: (order) => order.number,
  CURRENT_TOTAL_PRICE: (order) => Number(currentTotals(order).totalMinor),
};

/**
 * Orders of the last sixty days that fit a search in Shopify's syntax, of which terms joined by AND or blanks are
 * understood, such as `updated_at:>='2026-11-01T00:00:00Z' AND test:false`.
 * @throws GraphQLError where the search uses more than that
 */
export function searchOrders(
  orders: readonly Order[],
  { query, sortKey, reverse }: { query?: string | null; sortKey: string; reverse: boolean },
  now: Date,
): Order[] {
  const fits = termsOf(query ?? '');
  const key = SORTED_BY[sortKey];
  if (!key) throw unknown(`sort key ${sortKey}`);
  const found = orders
    .filter(
      (order) => now.getTime() - order.createdAt.getTime() <= VISIBLE_MS && fits.every((fit) => fit(order)),
    )
    .sort((a, b) => key(a) - key(b) || (a.id < b.id ? -1 : 1));
  return reverse ? found.reverse() : found;
}

function termsOf(query: string): ((order: Order) => boolean)[] {
  const terms = [...query.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([term]) => term);
  return terms
    .filter((term) => term !== 'AND')
    .map((term) => {
      const match = /^(\w+):(>=|<=|>|<)?["']?(.*?)["']?$/.exec(term);
      const field = FIELDS[match?.[1] ?? ''];
      if (!match || !field) throw unknown(`search term ${term}`);
      const [, name = '', operator = '', text = ''] = match;
      const wanted = name.endsWith('_at') ? seconds(new Date(text)) : text;
      return (order) => {
        const value = field(order);
        if (typeof value !== 'number') return String(value) === wanted;
        if (operator === '>=') return value >= Number(wanted);
        if (operator === '<=') return value <= Number(wanted);
        if (operator === '>') return value > Number(wanted);
        if (operator === '<') return value < Number(wanted);
        return value === Number(wanted);
      };
    });
}

const seconds = (date: Date) => Math.floor(date.getTime() / 1000);
const unknown = (what: string) => new GraphQLError(`The local Shopify does not know the ${what}`);

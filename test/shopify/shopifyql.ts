import { DateTime } from 'luxon';
import { toDecimal } from '~/lib/money';
import { currentTotals } from './order-money.ts';
import type { Order, ShopState } from './shop-state.ts';

const COUNT = 'campaign_last_non_direct_click_order_count';
const SALES = 'campaign_last_non_direct_click_total_sales';
const DIMENSIONS = ['utm_source', 'utm_medium', 'utm_campaign'];

/** As much of ShopifyQL as the local shop answers: the sales of campaigns by their tags. */
const FORM =
  /^FROM (?<table>\w+)\s+SHOW (?<shown>[\w, ]+?)\s+GROUP BY (?<groups>[\w, ]+?)\s+SINCE (?<since>\d{4}-\d\d-\d\d)\s+UNTIL (?<until>\d{4}-\d\d-\d\d)(?:\s+ORDER BY (?<order>\w+) (?<way>ASC|DESC))?(?:\s+LIMIT (?<limit>\d+))?$/;

/** Answers a report over the orders of the local shop, or says what of it is not understood. */
export function answerShopifyql(state: ShopState, query: string) {
  const parts = FORM.exec(query.trim())?.groups;
  if (!parts) return wrong('Invalid syntax.');
  const { table, shown = '', groups = '', since = '', until = '', order, limit } = parts;
  if (table !== 'campaign_sales') return wrong(`Invalid dataset in FROM clause: ${table}.`);
  const metrics = list(shown);
  const dimensions = list(groups);
  const unknown = [
    ...metrics.filter((one) => ![COUNT, SALES].includes(one)),
    ...dimensions.filter((one) => !DIMENSIONS.includes(one)),
  ];
  if (unknown.length > 0) return wrong(`Column not found: ${unknown.join(', ')}.`);
  if (order && ![...metrics, ...dimensions].includes(order)) return wrong(`Column not found: ${order}.`);

  const sums = new Map<string, { tags: Record<string, string | null>; orders: number; minor: bigint }>();
  for (const one of state.orders) {
    const day = DateTime.fromJSDate(one.createdAt, { zone: state.shop.timeZone }).toISODate() ?? '';
    if (one.test || day < since || day > until) continue;
    const tags = tagsOf(one);
    if (!tags) continue;
    const key = JSON.stringify(dimensions.map((dimension) => tags[dimension]));
    const sum = sums.get(key) ?? { tags, orders: 0, minor: 0n };
    sum.orders += 1;
    sum.minor += currentTotals(one).totalMinor;
    sums.set(key, sum);
  }
  const { currency } = state.shop;
  const rows = [...sums.values()]
    .sort((a, b) => (a.minor > b.minor ? -1 : 1))
    .slice(0, Number(limit ?? 1000))
    .map(({ tags, orders, minor }) => {
      const all: Record<string, string | null> = {
        ...tags,
        [COUNT]: String(orders),
        [SALES]: toDecimal({ minor, currency }),
      };
      return Object.fromEntries([...dimensions, ...metrics].map((column) => [column, all[column] ?? null]));
    });
  return {
    parseErrors: [],
    parseWarnings: [],
    tableData: { columns: [...dimensions, ...metrics].map(columnOf), rows, rowMetadata: [] },
  };
}

/** The tags of the last session that was not direct; undefined where all were. */
function tagsOf({ visits }: Order): Record<string, string | null> | undefined {
  for (const { landingPage, referrer } of visits.toReversed()) {
    const parameters = new URL(landingPage).searchParams;
    const tags = Object.fromEntries(DIMENSIONS.map((name) => [name, parameters.get(name)]));
    if (referrer || Object.values(tags).some((value) => value !== null)) return tags;
  }
  return undefined;
}

const list = (text: string) => text.split(',').map((one) => one.trim());

const columnOf = (name: string) => ({
  name,
  displayName: name.replaceAll('_', ' '),
  dataType: name === COUNT ? 'INTEGER' : name === SALES ? 'MONEY' : 'STRING',
});

const wrong = (error: string) => ({ parseErrors: [error], parseWarnings: [], tableData: null });

import { GraphQLError } from 'graphql';

const MOST_PER_PAGE = 250;

export interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/**
 * One page of a list in the shape of a GraphQL connection. A cursor names its element, not a position: a list that grows or
 * shrinks between two pages neither repeats nor skips one that stays.
 * @throws GraphQLError where the page's size is missing or too large, or a cursor is none
 */
export function connection<T, Node extends { id: string }>(
  items: readonly T[],
  args: PageArguments,
  node: (item: T) => Node,
  most = MOST_PER_PAGE,
) {
  const size = args.first ?? args.last;
  if (size === null || size === undefined)
    throw refused('you must provide one of first or last', 'BAD_REQUEST');
  if (size < 1 || size > most) throw refused(`first and last must be between 1 and ${most}`, 'BAD_REQUEST');

  const nodes = items.map(node);
  const from = args.after ? position(nodes, args.after) + 1 : 0;
  const to = args.before ? position(nodes, args.before) : nodes.length;
  const window = nodes.slice(from, to);
  const page = args.first ? window.slice(0, size) : window.slice(-size);
  const start = args.first ? from : to - page.length;
  return {
    nodes: page,
    edges: page.map((item) => ({ cursor: cursorOf(item), node: item })),
    pageInfo: {
      hasNextPage: start + page.length < nodes.length,
      hasPreviousPage: start > 0,
      startCursor: page[0] ? cursorOf(page[0]) : null,
      endCursor: page.at(-1) ? cursorOf(page.at(-1) as Node) : null,
    },
  };
}

function position(nodes: { id: string }[], cursor: string): number {
  const index = nodes.findIndex((node) => cursorOf(node) === cursor);
  if (index < 0) throw refused('Invalid cursor for current pagination sort.', 'BAD_REQUEST');
  return index;
}

const cursorOf = (node: { id: string }) =>
  Buffer.from(JSON.stringify({ last_id: node.id })).toString('base64');
const refused = (message: string, code: string) => new GraphQLError(message, { extensions: { code } });

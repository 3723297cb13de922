import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';
import type { Shop } from '~/db.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import type { OrderFacts } from '~/orders/order';
import { AdminRequestFailed, adminRequest } from '~/shopify/admin-client.server';
import { adminOrderFacts, lineItemNode, orderNode, shippingLineNode } from '~/shopify/admin-order';
import { ALL_ORDERS, BULK_OPERATION, START_BULK } from '~/shopify/order-operations';

const startAnswer = z.object({
  bulkOperationRunQuery: z
    .object({
      bulkOperation: z.object({ id: z.string() }).nullable(),
      userErrors: z.array(z.object({ code: z.string().nullable() })),
    })
    .nullable(),
});
const stateAnswer = z.object({
  bulkOperation: z
    .object({ status: z.string(), errorCode: z.string().nullable(), url: z.string().nullable() })
    .nullable(),
});

/**
 * Asks Shopify to prepare all orders that the app may see: those of the last 60 days.
 * @returns the operation's id, or the reason word by which Shopify refuses it
 * @throws AccessLost, AdminRequestFailed
 */
export async function startOrderBulk(shop: Shop): Promise<Outcome<string, string>> {
  const answer = await adminRequest(shop.domain, START_BULK, { query: ALL_ORDERS }, startAnswer);
  const started = answer.bulkOperationRunQuery;
  const error = started?.userErrors[0];
  if (error || !started?.bulkOperation) return refused((error?.code ?? 'unexpected_error').toLowerCase());
  return done(started.bulkOperation.id);
}

export type BulkState =
  { state: 'running' } | { state: 'ready'; url: string | null } | { state: 'lost'; reason: string };

/**
 * How a bulk operation stands. Ready without an address, it found nothing.
 * @throws AccessLost, AdminRequestFailed
 */
export async function orderBulkState(shop: Shop, id: string): Promise<BulkState> {
  const { bulkOperation } = await adminRequest(shop.domain, BULK_OPERATION, { id }, stateAnswer);
  if (!bulkOperation) return { state: 'lost', reason: 'not_found' };
  const { status, errorCode, url } = bulkOperation;
  if (status === 'COMPLETED') return { state: 'ready', url };
  if (status === 'CREATED' || status === 'RUNNING') return { state: 'running' };
  return { state: 'lost', reason: (errorCode ?? status).toLowerCase() };
}

/** An order of a bulk operation. What an order with refunds is worth, the file does not tell. */
export interface BulkOrder {
  facts: OrderFacts;
  hasRefunds: boolean;
}

const child = z.object({ __parentId: z.string(), id: z.string() });
const orderLine = orderNode.extend({ refunds: z.array(z.object({ id: z.string() })) });

/**
 * Reads the result of a bulk operation line by line: an order, then its lines.
 * @throws AdminRequestFailed where the file cannot be had
 */
export async function* readOrderBulk(url: string): AsyncGenerator<BulkOrder> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new AdminRequestFailed('BulkResult', `http_${response.status}`);
  const lines = createInterface({
    input: Readable.fromWeb(response.body as ReadableStream),
    crlfDelay: Infinity,
  });
  let order: z.output<typeof orderLine> | undefined;
  let lineItems: z.output<typeof lineItemNode>[] = [];
  let shippingLines: z.output<typeof shippingLineNode>[] = [];
  const finished = (): BulkOrder[] =>
    order
      ? [
          {
            facts: adminOrderFacts(order, { lineItems, shippingLines }, []),
            hasRefunds: order.refunds.length > 0,
          },
        ]
      : [];
  for await (const text of lines) {
    if (text === '') continue;
    const value: unknown = JSON.parse(text);
    const { data: line } = child.safeParse(value);
    if (line?.id.startsWith('gid://shopify/LineItem/')) lineItems.push(lineItemNode.parse(value));
    else if (line) shippingLines.push(shippingLineNode.parse(value));
    else {
      yield* finished();
      order = orderLine.parse(value);
      lineItems = [];
      shippingLines = [];
    }
  }
  yield* finished();
}

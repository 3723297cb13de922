import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Public payloads that are no part of this project; where the folder is not there, nothing is read from it. */
const FOLDER = '../shared/data/shopify-payloads';
export const hasPublicPayloads = existsSync(FOLDER);

export interface PublicPayload {
  file: string;
  /** The topic of the webhook that it is, or would be: a REST resource is told as an update. */
  topic: string;
  /** As it would be sent: every number with all its digits. */
  body: string;
}

/** JSON that keeps numbers as they are written; the language's description here does not know it yet. */
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON: (text: string) => object;
  isRawJSON: (value: unknown) => boolean;
};
export const exactly = (_key: string, value: unknown, context?: { source: string }) =>
  typeof value === 'number' && context ? rawJSON(context.source) : value;

/** Some payloads have their values replaced by placeholders: their shape is real. */
function withoutPlaceholders(value: unknown, key = ''): unknown {
  if (isRawJSON(value)) return value;
  if (Array.isArray(value)) return value.map((item) => withoutPlaceholders(item, key));
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, withoutPlaceholders(item, name)]),
    );
  if (typeof value === 'string' && key === 'id') return value.replace('-fake', '');
  if (value === 'example string') return /currency/.test(key) ? 'EUR' : '10.00';
  return value;
}

/** What the folders hold that is a resource of its own, and the topic that tells it. */
const TOPICS: Record<string, string> = {
  carts: 'carts/create',
  checkouts: 'checkouts/create',
  customers: 'customers/create',
  customers_email_marketing_consent: 'customers_email_marketing_consent/update',
  customers_marketing_consent: 'customers_marketing_consent/update',
  draft_orders: 'draft_orders/create',
  fulfillments: 'fulfillments/create',
  order_transactions: 'order_transactions/create',
  orders: 'orders/updated',
  orders_cancelled: 'orders/cancelled',
  orders_create: 'orders/create',
  orders_edited: 'orders/edited',
  orders_paid: 'orders/paid',
  orders_partially_fulfilled: 'orders/partially_fulfilled',
  orders_rest: 'orders/updated',
  orders_updated: 'orders/updated',
  orders_webhook: 'orders/updated',
  refunds: 'refunds/create',
  shop: 'shop/update',
  subscription_billing_attempts: 'subscription_billing_attempts/success',
  subscription_contracts: 'subscription_contracts/create',
  transactions: 'order_transactions/create',
};

/** Bodies come bare, wrapped in a REST resource, in a list, or beside their headers. */
function payloadsIn(file: string): PublicPayload[] {
  const whole = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'), exactly) as Record<string, unknown>;
  const headers = whole['headers'] as Record<string, string> | undefined;
  const folder = file.split('/').at(-2) ?? '';
  const ofRisk = folder === 'orders' && 'risk_level' in whole;
  const topic = headers?.['x-shopify-topic'] ?? (ofRisk ? 'orders/risk_assessment_changed' : TOPICS[folder]);
  if (topic === undefined) return [];
  const resource = topic.split('/')[0] ?? '';
  const body = headers ? whole['body'] : (whole[resource.slice(0, -1)] ?? whole[resource] ?? whole);
  return (Array.isArray(body) ? body : [body]).map((one) => ({
    file,
    topic,
    body: JSON.stringify(withoutPlaceholders(one)),
  }));
}

const files = hasPublicPayloads ? globSync('**/*.json', { cwd: FOLDER }).sort() : [];

export const webhookPayloads = files.flatMap(payloadsIn);

/** Whole orders, among what tells of orders. */
export const publicOrders = webhookPayloads.filter(
  ({ topic, body }) =>
    topic.startsWith('orders/') && body.includes('"total_price"') && body.includes('"line_items"'),
);

export const publicRefunds = webhookPayloads.filter(({ topic }) => topic === 'refunds/create');

/** What browsers gave to pixels. */
export const pixelPayloads = files
  .filter((file) => file.startsWith('web_pixel/'))
  .map((file) => ({ file, event: JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { name: string } }));

export interface ExpectedOrder {
  currency: string;
  totalPrice: string;
  /** Empty where the payload tells none. */
  currentTotalPrice: string;
  /** Money of successful refund transactions. */
  refunded: string;
  cancelled: boolean;
  /** `ok`, or how the parts miss the total by the payload's own figures. */
  sumCheck: string;
}

/** What the folder's own table says of its orders, by file. No field before the last four holds a comma. */
export const expectedOrders = new Map<string, ExpectedOrder>(
  (hasPublicPayloads ? readFileSync(join(FOLDER, 'orders_table.csv'), 'utf8').trim().split('\n') : [])
    .slice(1)
    .map((line) => {
      const field = line.split(',');
      const at = (index: number) => field[index] ?? '';
      return [
        at(0),
        {
          currency: at(3),
          totalPrice: at(5),
          currentTotalPrice: at(6),
          refunded: at(12),
          sumCheck: at(13),
          cancelled: at(15) === 'True',
        },
      ];
    }),
);

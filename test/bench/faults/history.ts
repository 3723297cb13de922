import { randomUUID } from 'node:crypto';
import type { Order, ShopState, WebhookDelivery } from '../../shopify/shop-state.ts';
import { startWebhooks } from '../../shopify/webhooks.ts';
import { readAppConfig } from '../../shopify/app-config.ts';
import type { BenchShop } from '../bench-shop.ts';

const HOUR_MS = 3_600_000;
const DAYS = 4;

/** What a visitor's pixel reports of a completed checkout. */
export interface PixelMessage {
  token: string;
  body: string;
}

export interface History {
  webhooks: WebhookDelivery[];
  pixels: PixelMessage[];
  /** Orders that the message earned, by what the pixels report. */
  earned: bigint[];
}

/**
 * Days of business in the local shop, told in at least so many webhooks: orders from everywhere, refunds, edits,
 * cancellations and deletions. Nothing is sent; each webhook says that it was triggered when its event happened.
 */
export function makeHistory(
  state: ShopState,
  shop: BenchShop,
  apiSecret: string,
  webhooks: number,
  random: () => number,
): History {
  startWebhooks(state, { config: readAppConfig(), apiSecret, appUrl: 'http://127.0.0.1:1' }).pause();
  const variants = state.products.flatMap((product) => product.variants);
  const chance = (share: number) => random() < share;
  const history: History = { webhooks: state.deliveries, pixels: [], earned: [] };
  const begin = Date.now() - DAYS * 24 * HOUR_MS;

  const happen = <T>(at: Date, event: () => T): T => {
    const before = state.deliveries.length;
    const result = event();
    for (const delivery of state.deliveries.slice(before)) delivery.triggeredAt = at;
    return result;
  };

  for (let number = 0; state.deliveries.length < webhooks; number += 1) {
    // Four webhooks an order on average: the orders fill all but the last day.
    const share = state.deliveries.length / webhooks;
    let at = new Date(begin + share * (DAYS - 1) * 24 * HOUR_MS);
    const later = (hours: number) => (at = new Date(at.getTime() + (0.1 + random() * hours) * HOUR_MS));
    const isWeb = chance(0.85);
    const order = happen(at, () =>
      state.createOrder({
        lines: Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
          variantId: variants[Math.floor(random() * variants.length)]?.id ?? 0n,
          quantity: 1 + Math.floor(random() * 3),
        })),
        email: `customer.${number % 500}@customer.example`,
        sourceName: isWeb ? 'web' : chance(0.5) ? 'pos' : 'shopify_draft_order',
        checkoutToken: isWeb ? randomUUID().replaceAll('-', '') : null,
        test: chance(0.02),
        at,
      }),
    );
    if (isWeb && chance(0.6)) history.pixels.push(pixelOf(order, shop));
    if (chance(0.25)) happen(later(6), () => refundOne(state, order, at));
    if (chance(0.1)) happen(later(6), () => refundOne(state, order, at));
    if (chance(0.05)) happen(later(3), () => editOne(state, order, variants[0]?.id ?? 0n, at));
    if (chance(0.05)) happen(later(3), () => state.cancelOrder(order, 'customer', at));
    const deleted = chance(0.01);
    if (deleted) happen(later(1), () => state.deleteOrder(order));
    const seen = history.pixels.at(-1)?.token === order.checkoutToken;
    if (isWeb && seen && !deleted && !order.test) history.earned.push(order.id);
  }
  return history;
}

function refundOne(state: ShopState, order: Order, at: Date): void {
  const line = order.lineItems.find(({ currentQuantity }) => currentQuantity > 0);
  if (line) state.refundOrder(order, { lines: [{ lineItemId: line.id, quantity: 1 }] }, at);
}

function editOne(state: ShopState, order: Order, variantId: bigint, at: Date): void {
  state.editOrder(order, { add: [{ variantId, quantity: 1 }] }, at);
}

function pixelOf(order: Order, shop: BenchShop): PixelMessage {
  const token = order.checkoutToken ?? '';
  const { publicId, source, medium, campaign } = shop.version;
  const landing = new Date(order.createdAt.getTime() - 600_000).toISOString();
  const body = JSON.stringify({
    v: 1,
    account: shop.account,
    id: randomUUID(),
    visitor: randomUUID(),
    at: order.createdAt.toISOString(),
    checkout: { token, order: `gid://shopify/Order/${order.id}` },
    landings: [{ at: landing, path: '/products/linen-shirt', source, medium, campaign, id: publicId }],
  });
  return { token, body };
}

import { createHmac, randomUUID } from 'node:crypto';
import { linkToken } from '~/tracking/link-token.server';
import { orderPayloads } from '../../shopify/order-payloads.ts';
import { ShopState } from '../../shopify/shop-state.ts';
import type { BenchShop } from '../bench-shop.ts';
import { orderIdOf } from './traffic.ts';

/** Orders whose signed bodies are kept ready. */
const KEPT_READY = 1_000;
const BODY_BYTES = 10 * 1024;
const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

interface Signed {
  body: Buffer;
  hmac: string;
}

/**
 * Makes requests of each door, head and body ready for the wire. No two are the same: each webhook has an id, each pixel
 * event a checkout, and each click a time of its own.
 */
export function requestsOf(shop: BenchShop, base: string, secret: string) {
  const { host, pathname } = new URL(base);
  const path = pathname.replace(/\/$/, '');
  const run = randomUUID().slice(0, 8);
  const bodyOf = orderBodies(shop);
  const ready = new Map<number, Signed>();
  let webhooks = 0;

  const sign = (order: number): Signed => {
    const body = bodyOf(order);
    return { body, hmac: createHmac('sha256', secret).update(body).digest('base64') };
  };
  const signed = (order: number): Signed => {
    const known = ready.get(order);
    if (known) return known;
    const made = sign(order);
    if (ready.size < KEPT_READY) ready.set(order, made);
    return made;
  };

  return {
    /** Signs the first orders ahead, so that the measured time holds none of it. */
    prepare(first: number, count: number): void {
      ready.clear();
      for (let order = first; order < first + Math.min(count, KEPT_READY); order += 1) signed(order);
    },
    webhook(order: number): Buffer[] {
      const { body, hmac } = signed(order);
      webhooks += 1;
      const head =
        `POST ${path}/webhooks HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n` +
        `User-Agent: Shopify-Captain-Hook\r\nX-Shopify-Topic: orders/create\r\nX-Shopify-Shop-Domain: ${shop.domain}\r\n` +
        `X-Shopify-Api-Version: 2026-10\r\nX-Shopify-Webhook-Id: ${run}-${webhooks}\r\nX-Shopify-Event-Id: ${run}-e${webhooks}\r\n` +
        `X-Shopify-Triggered-At: ${new Date().toISOString()}\r\nX-Shopify-Hmac-Sha256: ${hmac}\r\n\r\n`;
      return [Buffer.from(head, 'latin1'), body];
    },
    pixel(order: number, account: string, click?: string): Buffer[] {
      const now = Date.now();
      const { publicId, source, medium, campaign } = shop.version;
      const body = JSON.stringify({
        v: 1,
        account,
        id: `${run}-${order}`,
        visitor: `${run}-visitor-${order}`,
        at: new Date(now - 1_000).toISOString(),
        checkout: { token: checkoutTokenOf(order), order: `gid://shopify/Order/${orderIdOf(order)}` },
        landings: [
          {
            at: new Date(now - 600_000).toISOString(),
            path: '/products/linen-shirt',
            ref: 'https://mail.example/inbox',
            ...{ source, medium, campaign, id: publicId, click },
          },
        ],
      });
      const head =
        `POST ${path}/pixel HTTP/1.1\r\nHost: ${host}\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
        `User-Agent: ${BROWSER}\r\nOrigin: null\r\nAccept: */*\r\n\r\n`;
      return [Buffer.from(head + body)];
    },
    click(order: number): Buffer[] {
      const { first, count } = shop.deliveries;
      const token = linkToken(shop.id, BigInt(first + (order % count)), BigInt(shop.version.id), 0);
      const head =
        `GET ${path}/l/${token} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: ${BROWSER}\r\nAccept: text/html\r\n` +
        `Accept-Language: en\r\nSec-Fetch-Mode: navigate\r\n\r\n`;
      return [Buffer.from(head, 'latin1')];
    },
  };
}

const checkoutTokenOf = (order: number): string => `benchcheckout${String(order).padStart(19, '0')}`;

/** Bodies of about ten kilobytes, as the local Shopify writes an order of many lines; each order has ids of its own. */
function orderBodies(shop: BenchShop): (order: number) => Buffer {
  const state = new ShopState();
  const payloads = orderPayloads(state);
  const variants = state.products.flatMap((product) => product.variants);
  const made = (lines: number) => {
    const token = checkoutTokenOf(0);
    const order = state.createOrder({
      lines: variants.slice(0, lines).map(({ id }) => ({ variantId: id, quantity: 1 })),
      email: 'ada@customer.example',
      checkoutToken: token,
      cartToken: randomUUID().replaceAll('-', ''),
    });
    return { order, token, text: JSON.stringify(payloads.order(order)) };
  };
  let sample = made(1);
  for (let lines = 2; sample.text.length < BODY_BYTES && lines <= variants.length; lines += 1)
    sample = made(lines);
  const note = 'x'.repeat(Math.max(0, BODY_BYTES - sample.text.length));
  const text = sample.text.replace('"note":null', `"note":"${note}"`);
  const { order, token } = sample;

  // The parts that differ from order to order, in the order in which they stand in the text.
  const marks = [String(order.id), String(order.customerId), token, `"${order.name}"`];
  const parts = text.split(new RegExp(`(${marks.join('|')})`));
  return (number) => {
    const own = new Map([
      [marks[0], String(orderIdOf(number))],
      [marks[1], String(7_000_000_000_001 + (number % shop.deliveries.count))],
      [marks[2], checkoutTokenOf(number)],
      [marks[3], `"#${number}"`],
    ]);
    return Buffer.from(parts.map((part) => own.get(part) ?? part).join(''));
  };
}

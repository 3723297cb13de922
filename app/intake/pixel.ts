import type { Context } from 'hono';
import { FATE_HEADER } from '~/intake/answers';
import { pixelBounds } from '~/intake/pixel-bounds';
import { readBody } from '~/intake/read-body';
import { logger } from '~/lib/logger.server';
import { unscopedFindShopByPixelAccount } from '~/shopify/shop-store.server';
import { countDrop } from '~/tracking/count-drop.server';
import { receivePixelEvent } from '~/tracking/receive-pixel-event.server';
import { parseWireSender } from '~/tracking/wire-event';

const BODY_LIMIT = 64 * 1024;
const boundOf = pixelBounds();

/** Pixels run in sandboxes whose origin is opaque, the shop's, or not sent: none of them proves anything. */
export const ANY_ORIGIN = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': FATE_HEADER,
} as const;

/** OPTIONS /pixel. */
export function pixelPreflight(c: Context): Response {
  return c.body(null, 204, {
    ...ANY_ORIGIN,
    'Access-Control-Allow-Methods': 'POST, OPTIONS',
    'Access-Control-Allow-Headers': 'content-type',
    'Access-Control-Max-Age': '86400',
  });
}

/**
 * POST /pixel: a completed checkout, stored as it came. Whatever cannot be used is dropped with its reason, here or when
 * it is worked off: a visitor's page has no use for an error.
 */
export async function pixel(c: Context): Promise<Response> {
  const now = new Date();
  const fate = await receive(c, now);
  if (fate !== 'stored') countDrop('pixel', fate.slice('dropped:'.length), now);
  logger.debug({ fate }, 'pixel');
  // Not by the context, which makes an object of headers that costs as much as the rest of the answer.
  return new Response(null, { status: 204, headers: { ...ANY_ORIGIN, [FATE_HEADER]: fate } });
}

async function receive(c: Context, now: Date): Promise<'stored' | `dropped:${string}`> {
  const bytes = await readBody(c, BODY_LIMIT);
  if (!bytes) return 'dropped:body_too_large';
  const body = bytes.toString('utf8');
  const sender = parseWireSender(body);
  if (!sender.ok) return `dropped:${sender.reason}`;
  const { account, visitor } = sender.value;
  const shop = await unscopedFindShopByPixelAccount(account);
  if (!shop) return 'dropped:unknown_account';
  if (shop.uninstalledAt) return 'dropped:shop_uninstalled';
  const tooMany = boundOf(shop.id, visitor, now);
  if (tooMany) return `dropped:${tooMany}`;
  await receivePixelEvent({ shop: shop.id, receivedAt: now, body });
  return 'stored';
}

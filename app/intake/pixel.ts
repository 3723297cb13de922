import type { Context } from 'hono';
import { FATE_HEADER } from '~/intake/answers';
import { pixelBounds } from '~/intake/pixel-bounds';
import { readBody } from '~/intake/read-body';
import { logger } from '~/lib/logger.server';
import { noteActivity } from '~/shopify/shop-activity-store.server';
import { unscopedFindShopByPixelAccount } from '~/shopify/shop-store.server';
import { countDrop } from '~/tracking/count-drop.server';
import { ingestPixelEvent } from '~/tracking/ingest-pixel-event.server';
import { parseWireEvent } from '~/tracking/wire-event';

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

/** POST /pixel: a completed checkout. Whatever cannot be used is dropped with its reason: a visitor's page has no use for an error. */
export async function pixel(c: Context): Promise<Response> {
  const now = new Date();
  const fate = await receive(c, now);
  if (fate.startsWith('dropped:')) countDrop('pixel', fate.slice('dropped:'.length), now);
  logger.debug({ fate }, 'pixel');
  return c.body(null, 204, { ...ANY_ORIGIN, [FATE_HEADER]: fate });
}

async function receive(c: Context, now: Date): Promise<string> {
  const body = await readBody(c, BODY_LIMIT);
  if (!body) return 'dropped:body_too_large';
  const event = parseWireEvent(body.toString('utf8'));
  if (!event.ok) return `dropped:${event.reason}`;
  const shop = await unscopedFindShopByPixelAccount(event.value.account);
  if (!shop) return 'dropped:unknown_account';
  if (shop.uninstalledAt) return 'dropped:shop_uninstalled';
  const tooMany = boundOf(shop.id, event.value.visitor, now);
  if (tooMany) return `dropped:${tooMany}`;
  const ingested = await ingestPixelEvent(shop.id, event.value, now);
  if (!ingested.ok) return `dropped:${ingested.reason}`;
  await noteActivity(shop.id, 'pixel', now);
  return ingested.value;
}

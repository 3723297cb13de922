import type { Context } from 'hono';
import { type Answer, failed, FATE_HEADER, toResponse } from '~/intake/answers';
import { pixelBounds } from '~/intake/pixel-bounds';
import { readBody } from '~/intake/read-body';
import { logger } from '~/lib/logger.server';
import { unscopedFindShopByPixelAccount } from '~/shopify/shop-store.server';
import { countDrop } from '~/tracking/count-drop.server';
import { receivePixelEvent } from '~/tracking/receive-pixel-event.server';
import { parseWireSender } from '~/tracking/wire-event';

/** Bytes of a body; a longer one is not read. */
export const PIXEL_LIMIT = 64 * 1024;
const boundOf = pixelBounds();

/** Pixels run in sandboxes whose origin is opaque, the shop's, or not sent: none of them proves anything. */
const ANY_ORIGIN = {
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

/** POST /pixel, in Hono's hands. */
export const pixel = async (c: Context): Promise<Response> =>
  toResponse(await answerPixel(await readBody(c, PIXEL_LIMIT), new Date()));

/**
 * POST /pixel: a completed checkout, stored as it came. Whatever cannot be used is dropped with its reason, here or when
 * it is worked off: a visitor's page has no use for an error.
 * @param bytes the body; undefined where it is too large
 */
export async function answerPixel(bytes: Buffer | undefined, now: Date): Promise<Answer> {
  if (!bytes) return dropped('body_too_large', now);
  const sender = parseWireSender(bytes);
  if (!sender.ok) return dropped(sender.reason, now);
  const { account, visitor } = sender.value;
  try {
    const shop = await unscopedFindShopByPixelAccount(account);
    if (!shop) return dropped('unknown_account', now);
    if (shop.uninstalledAt) return dropped('shop_uninstalled', now);
    const tooMany = boundOf(shop.id, visitor, now);
    if (tooMany) return dropped(tooMany, now);
    await receivePixelEvent({ shop: shop.id, receivedAt: now, body: bytes.toString('utf8') });
    return STORED;
  } catch (error) {
    const answer = failed('/pixel', error);
    return { ...answer, headers: { ...answer.headers, ...ANY_ORIGIN } };
  }
}

const told = (fate: string): Answer => ({ status: 204, headers: { ...ANY_ORIGIN, [FATE_HEADER]: fate } });
const STORED = told('stored');

function dropped(reason: string, now: Date): Answer {
  countDrop('pixel', reason, now);
  logger.debug({ reason }, 'pixel_dropped');
  return told(`dropped:${reason}`);
}

import {
  dropWords,
  type DueWord,
  finishWords,
  postponeWords,
  unscopedTakeWords,
} from '~/attribution/order-word-store.server';
import { readOrderWords } from '~/attribution/read-order-words.server';
import type { Shop } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { AccessLost, AdminRequestFailed } from '~/shopify/admin-client.server';
import { noteOrdersFailure } from '~/shopify/sharing-store.server';
import { findShop } from '~/shopify/shop-store.server';
import { WORDS_AT_ONCE, WORDS_WITHIN_MS, writeOrderWords } from '~/shopify/write-order-words.server';

/** By then, whoever took orders has told Shopify of them, or is dead. */
const IN_HAND_MS = WORDS_WITHIN_MS + 15_000;
const NO_ACCESS_MS = 60 * 60 * 1_000;
const NO_ANSWER_MS = 60 * 1_000;
const NO_ACCESS = ['access_denied', 'app_not_authorized', 'access_lost'];

/**
 * Tells Shopify, 25 orders of one shop at a time, who earned them: those alone are written whose word is another one
 * than Shopify has. Where it lets nobody write, all of the shop waits an hour; where it does not answer, a minute.
 * @returns how many orders were looked at
 */
export async function tellOrders(): Promise<number> {
  const now = new Date();
  const taken = await unscopedTakeWords(WORDS_AT_ONCE, now, new Date(now.getTime() + IN_HAND_MS));
  if (!taken) return 0;
  const { words } = taken;
  const shop = await findShop(taken.shop);
  if (!shop || shop.uninstalledAt) {
    await dropWords(taken.shop);
    return words.length;
  }
  try {
    await tell(shop, words);
    await noteOrdersFailure(shop.id, null);
  } catch (error) {
    if (!(error instanceof AccessLost || error instanceof AdminRequestFailed)) throw error;
    logger.warn({ shop: shop.id, orders: words.length, reason: error.reason }, 'orders_not_told');
    await noteOrdersFailure(shop.id, error.reason);
    const wait = NO_ACCESS.includes(error.reason) ? NO_ACCESS_MS : NO_ANSWER_MS;
    await postponeWords(shop.id, new Date(Date.now() + wait));
  }
  return words.length;
}

async function tell(shop: Shop, words: readonly DueWord[]): Promise<void> {
  const orderIds = words.map(({ orderId }) => orderId);
  const wanted = await readOrderWords(shop, orderIds);
  const wordOf = (orderId: bigint) => wanted.get(orderId) ?? null;
  const changed = words.filter(({ orderId, written, unsure }) => unsure || wordOf(orderId) !== written);
  const sayings = changed.map(({ orderId }) => ({ orderId, word: wordOf(orderId) }));
  const refused = await writeOrderWords(shop, sayings);
  await finishWords(
    shop.id,
    words.map((word) => {
      const failure = refused.get(word.orderId) ?? null;
      return { ...word, failure, written: failure === null ? wordOf(word.orderId) : word.written };
    }),
  );
  if (changed.length > 0)
    logger.info({ shop: shop.id, orders: changed.length, refused: refused.size }, 'orders_told');
}

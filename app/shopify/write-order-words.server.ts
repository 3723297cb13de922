import { z } from 'zod';
import type { Shop } from '~/db.server';
import { AdminRequestFailed, adminRequest } from '~/shopify/admin-client.server';
import { DELETE_ORDER_WORDS, SET_ORDER_WORDS } from '~/shopify/optional-operations';

/** Shopify takes so many metafields at a time. */
export const WORDS_AT_ONCE = 25;
/** Who asks and does not come back by then is taken for dead. */
export const WORDS_WITHIN_MS = 45_000;

/** Reserved for the app: no other app sees it or writes it. */
const PLACE = { namespace: '$app', key: 'credited_message' };

const setAnswer = z.object({
  metafieldsSet: z
    .object({
      userErrors: z.array(z.object({ code: z.string().nullable(), elementIndex: z.number().nullable() })),
    })
    .nullable(),
});
const deleteAnswer = z.object({
  metafieldsDelete: z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable(),
});

/** Of an order: what it is to say, or nothing any more. */
export interface OrderSaying {
  orderId: bigint;
  word: string | null;
}

/**
 * Writes into the orders of a shop what they say of who earned them; again is as good as once. Shopify takes all of a
 * request or none: those that it names as the reason are left out and the rest is sent once more.
 * @param sayings of 25 orders at most
 * @returns why Shopify refused, by order, as reason words
 * @throws AccessLost, AdminRequestFailed
 */
export async function writeOrderWords(
  shop: Shop,
  sayings: readonly OrderSaying[],
): Promise<Map<bigint, string>> {
  const end = Date.now() + WORDS_WITHIN_MS;
  const said = sayings.flatMap(({ orderId, word }) => (word === null ? [] : [{ orderId, word }]));
  const refused = await set(shop, said, end);
  if (refused.size > 0)
    await set(
      shop,
      said.filter(({ orderId }) => !refused.has(orderId)),
      end,
    );
  await remove(
    shop,
    sayings.filter(({ word }) => word === null).map(({ orderId }) => orderId),
    end,
  );
  return refused;
}

async function set(
  shop: Shop,
  said: readonly { orderId: bigint; word: string }[],
  end: number,
): Promise<Map<bigint, string>> {
  if (said.length === 0) return new Map();
  const metafields = said.map(({ orderId, word }) => ({
    ...PLACE,
    ownerId: ownerOf(orderId),
    type: 'json',
    value: word,
  }));
  const answer = await adminRequest(
    shop.domain,
    SET_ORDER_WORDS,
    { metafields },
    setAnswer,
    end - Date.now(),
  );
  const errors = answer.metafieldsSet?.userErrors ?? [];
  return new Map(
    errors.map(({ code, elementIndex }) => {
      const reason = (code ?? 'refused').toLowerCase();
      const order = said[elementIndex ?? -1];
      if (!order || reason === 'app_not_authorized') throw new AdminRequestFailed('SetOrderWords', reason);
      return [order.orderId, reason];
    }),
  );
}

async function remove(shop: Shop, orderIds: readonly bigint[], end: number): Promise<void> {
  if (orderIds.length === 0) return;
  const metafields = orderIds.map((orderId) => ({ ...PLACE, ownerId: ownerOf(orderId) }));
  const answer = await adminRequest(
    shop.domain,
    DELETE_ORDER_WORDS,
    { metafields },
    deleteAnswer,
    end - Date.now(),
  );
  if ((answer.metafieldsDelete?.userErrors.length ?? 0) > 0)
    throw new AdminRequestFailed('DeleteOrderWords', 'refused');
}

const ownerOf = (orderId: bigint) => `gid://shopify/Order/${orderId}`;

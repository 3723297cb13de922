import { z } from 'zod';
import { parseAmount } from '~/lib/money';

/**
 * A decimal amount as Shopify writes it, "12.30" or 12.3; null where there is none. Of fifteen digits before the point at
 * the most: sums of those fit the database's 64 bits in any currency.
 */
export const amount = z
  .union([z.string().regex(/^\s*[+-]?(?:\d{1,15}\.?\d*|\.\d+)\s*$/), z.number().gt(-1e15).lt(1e15)])
  .nullish()
  .transform((value) => value ?? null);

const money = z.object({ amount, currency_code: z.string().nullish() }).nullish();

/** One amount in the shop's and the customer's currency. */
export const moneySet = z.object({ shop_money: money, presentment_money: money }).nullish();

export type Amount = z.infer<typeof amount>;
export type MoneySet = z.infer<typeof moneySet>;

/**
 * An amount in minor units of the shop's currency: from the set where it speaks that currency, else the plain one.
 * Undefined where neither is there.
 */
export function shopMinor(
  set: MoneySet,
  plain: Amount | undefined,
  shopCurrency: string,
): bigint | undefined {
  const inShop = set?.shop_money;
  if (inShop?.amount !== null && inShop?.amount !== undefined && inShop.currency_code === shopCurrency) {
    return parseAmount(inShop.amount, shopCurrency);
  }
  return plain === null || plain === undefined ? undefined : parseAmount(plain, shopCurrency);
}

/** An amount in minor units of `currency`, where the set's presentment side speaks it. */
export function presentmentMinor(set: MoneySet, currency: string): bigint | undefined {
  const inPresentment = set?.presentment_money;
  return inPresentment?.currency_code === currency &&
    inPresentment.amount !== null &&
    inPresentment.amount !== undefined
    ? parseAmount(inPresentment.amount, currency)
    : undefined;
}

import { readableId, type ShopId } from '~/lib/ids';

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
/** 40 bits: nobody finds a link by trying. */
const RANDOM_CHARACTERS = 8;
const SHOP_CHARACTERS = 7;

/**
 * What stands behind `/s/`: the shop's number in base 32, then eight random characters. It names the shop, so that no
 * index over all shops is needed to find the link.
 * @param random at least 8 bytes
 */
export function slugOf(shop: ShopId, random: Uint8Array): string {
  let prefix = '';
  for (let rest = shop; rest > 0; rest = Math.floor(rest / 32)) prefix = DIGITS.charAt(rest % 32) + prefix;
  return prefix + readableId(random.subarray(0, RANDOM_CHARACTERS));
}

/**
 * A slug as somebody typed it from paper, with its shop: capital letters and the look-alikes O, I and L are taken for
 * what they must mean. Undefined where it cannot be one.
 */
export function readSlug(typed: string): { shop: ShopId; slug: string } | undefined {
  const slug = typed.toLowerCase().replaceAll('o', '0').replace(/[il]/g, '1');
  const prefix = slug.slice(0, -RANDOM_CHARACTERS);
  if (prefix.length === 0 || prefix.length > SHOP_CHARACTERS || prefix.startsWith('0')) return undefined;
  if (![...slug].every((character) => DIGITS.includes(character))) return undefined;
  const shop = [...prefix].reduce((number, character) => number * 32 + DIGITS.indexOf(character), 0);
  return shop > MOST_SHOPS ? undefined : { shop, slug };
}

/** What the column of shop numbers holds. */
const MOST_SHOPS = 2 ** 31 - 1;

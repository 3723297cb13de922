import type { ShopId } from '~/lib/ids';
import { tokenBuckets } from '~/lib/token-buckets';

export type RateDrop = 'visitor_rate' | 'shop_rate';

/** A visitor completes few checkouts; a page that is shown again, or a pixel that tries again, tells them again. */
const VISITOR = { burst: 30, perSecond: 0.2, keys: 20_000 };
/** 30,000 orders a minute is more than a flash sale brings, and a fraction of what the door can store for all shops. */
const SHOP = { burst: 20_000, perSecond: 500, keys: 10_000 };

/**
 * How many events this process takes of a visitor and of a shop. A visitor's flood is stopped before it takes from the
 * bound of the shop.
 * @returns the reason to drop an event that arrives at `now`; undefined where it is within bounds
 */
export function pixelBounds(): (shop: ShopId, visitor: string, now: Date) => RateDrop | undefined {
  const takeOfVisitor = tokenBuckets<number>(VISITOR);
  const takeOfShop = tokenBuckets<ShopId>(SHOP);
  return (shop, visitor, now) => {
    const at = now.getTime();
    if (!takeOfVisitor(numberOf(shop, visitor), at)) return 'visitor_rate';
    if (!takeOfShop(shop, at)) return 'shop_rate';
    return undefined;
  };
}

/**
 * A 32-bit number for a visitor of a shop (FNV-1a): what is kept of each is smaller than its name by far. Two of 40,000
 * that have the same one share a bound.
 */
function numberOf(shop: ShopId, visitor: string): number {
  let number = Math.imul(shop ^ 0x811c9dc5, 0x01000193);
  for (let at = 0; at < visitor.length; at += 1)
    number = Math.imul(number ^ visitor.charCodeAt(at), 0x01000193);
  return number;
}

import * as z from 'zod/mini';
import { formatMoney, parseAmount } from '~/lib/money';
import type { Product } from '~/messaging/product-block';

/** What is read of what Shopify's product picker gives. */
const pickedSchema = z.array(
  z.object({
    title: z.string(),
    handle: z.string(),
    images: z.array(z.object({ originalSrc: z.string() })),
    variants: z.array(z.object({ price: z.optional(z.string()) })),
  }),
);

export interface PickingShop {
  storefrontUrl: string;
  currency: string;
}

/** Lets the merchant choose products in the admin's own dialog; none where it is closed. */
export async function pickProducts(shop: PickingShop): Promise<Product[]> {
  const picked = await window.shopify.resourcePicker({ type: 'product', multiple: true, action: 'add' });
  return picked ? productsOf(picked, shop) : [];
}

/** Picked products as a message shows them. @throws where they do not have the shape that App Bridge gives them */
export function productsOf(picked: unknown, { storefrontUrl, currency }: PickingShop): Product[] {
  return pickedSchema.parse(picked).map(({ title, handle, images, variants }) => ({
    title,
    price: priceOf(
      variants.flatMap(({ price }) => (price === undefined ? [] : parseAmount(price, currency))),
      currency,
    ),
    url: `${storefrontUrl.replace(/\/$/, '')}/products/${encodeURIComponent(handle)}`,
    image: images[0]?.originalSrc ?? '',
  }));
}

/** Such as "€16.50", or "from €16.50" where the variants differ. */
function priceOf(prices: bigint[], currency: string): string {
  const [least, ...others] = prices.toSorted((a, b) => Number(a - b));
  if (least === undefined) return '';
  const text = formatMoney({ minor: least, currency });
  return others.some((price) => price !== least) ? `from ${text}` : text;
}

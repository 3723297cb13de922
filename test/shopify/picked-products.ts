import { toDecimal } from '~/lib/money';
import { gid } from './admin-objects.ts';
import type { ShopState } from './shop-state.ts';

/** The shop's products as App Bridge hands them to an app; of their many fields, those that this one may need. */
export function pickedProducts({ products, shop }: ShopState) {
  const price = (minor: bigint) => toDecimal({ minor, currency: shop.currency });
  return products.map((product) => ({
    id: gid('Product', product.id),
    title: product.title,
    handle: product.handle,
    vendor: product.vendor,
    descriptionHtml: `<p>${product.description}</p>`,
    status: 'ACTIVE',
    hasOnlyDefaultVariant: false,
    images: [
      {
        id: gid('ProductImage', product.id),
        originalSrc: `${shop.storefrontUrl}/images/${product.handle}.svg`,
        altText: '',
      },
    ],
    totalVariants: product.variants.length,
    variants: product.variants.map((variant) => ({
      id: gid('ProductVariant', variant.id),
      title: variant.title,
      sku: variant.sku,
      price: price(variant.priceMinor),
    })),
  }));
}

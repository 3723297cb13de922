import type { CartLine, Checkout, ProductVariant } from '@shopify/web-pixels-extension';
import { exponentOf } from '~/lib/money';
import { taxIn } from './order-money.ts';
import type { Order, ShopState, Checkout as StoredCheckout, CartLine as StoredLine } from './shop-state.ts';

/** The data of Shopify's standard pixel events, in its own shapes. What names a person is null, as for an app without that access. */
export function eventData(state: ShopState) {
  const { currency, storefrontUrl } = state.shop;
  const money = (minor: bigint) => ({
    amount: Number(minor) / 10 ** exponentOf(currency),
    currencyCode: currency,
  });

  const variant = (id: bigint): ProductVariant => {
    const found = state.variant(id);
    return {
      id: String(found.variant.id),
      title: found.variant.title,
      untranslatedTitle: found.variant.title,
      sku: found.variant.sku,
      price: money(found.variant.priceMinor),
      image: { src: `${storefrontUrl}/images/${found.product.handle}.svg` },
      product: {
        id: String(found.product.id),
        title: found.product.title,
        untranslatedTitle: found.product.title,
        vendor: found.product.vendor,
        type: '',
        url: `/products/${found.product.handle}`,
      },
    };
  };

  const cartLine = (line: StoredLine): CartLine => ({
    cost: { totalAmount: money(state.variant(line.variantId).variant.priceMinor * BigInt(line.quantity)) },
    merchandise: variant(line.variantId),
    quantity: line.quantity,
  });

  const checkout = (from: StoredCheckout, order: Order | null): Checkout => {
    const price = state.price(from.lines, from.discountCode);
    const discount = from.discountCode && {
      title: from.discountCode,
      type: 'DISCOUNT_CODE',
      allocationMethod: 'ACROSS',
      targetSelection: 'ALL',
      targetType: 'LINE_ITEM',
      value: money(price.discountMinor),
    };
    return {
      token: from.token,
      currencyCode: currency,
      attributes: from.attributes.map(({ name, value }) => ({ key: name, value })),
      totalPrice: money(price.totalMinor),
      subtotalPrice: money(price.goodsMinor - price.discountMinor),
      totalTax: money(taxIn(price.totalMinor)),
      discountsAmount: money(price.discountMinor),
      discountApplications: discount ? [discount] : [],
      shippingLine: { price: money(price.shippingMinor) },
      lineItems: from.lines.map((line) => ({
        id: String(line.variantId),
        title: state.variant(line.variantId).product.title,
        quantity: line.quantity,
        finalLinePrice: cartLine(line).cost.totalAmount,
        variant: variant(line.variantId),
        properties: [],
        discountAllocations: [],
        sellingPlanAllocation: null,
      })),
      order: order && { id: String(order.id), customer: null },
      email: null,
      phone: null,
      smsMarketingPhone: null,
      buyerAcceptsEmailMarketing: false,
      buyerAcceptsSmsMarketing: false,
      billingAddress: null,
      shippingAddress: null,
      delivery: null,
      localization: {
        country: { isoCode: state.shop.countryCode },
        language: { isoCode: 'en' },
        market: { id: '1', handle: 'home' },
      },
      transactions: order
        ? [
            {
              amount: money(price.totalMinor),
              gateway: 'bogus',
              paymentMethod: { name: 'Test', type: 'other' },
            },
          ]
        : [],
    };
  };

  return { variant, cartLine, checkout };
}

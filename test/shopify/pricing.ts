const FREE_SHIPPING_FROM = 5000n;
const SHIPPING = 490n;
/** The codes that the shop accepts, and the percentage that each takes off the goods. */
const PERCENT_OFF: Record<string, bigint> = { WELCOME10: 10n, TIDE20: 20n };

export interface PricedLine {
  priceMinor: bigint;
  quantity: number;
}

export interface Price {
  /** Before the discount. */
  goodsMinor: bigint;
  discountMinor: bigint;
  shippingMinor: bigint;
  totalMinor: bigint;
}

export function isDiscountCode(code: string | null | undefined): code is string {
  return code !== null && code !== undefined && code.toUpperCase() in PERCENT_OFF;
}

/** What a code takes off a line. */
export function discountOf({ priceMinor, quantity }: PricedLine, code: string | null): bigint {
  return (priceMinor * BigInt(quantity) * (PERCENT_OFF[code?.toUpperCase() ?? ''] ?? 0n)) / 100n;
}

/** What lines cost together; shipping is free from fifty euros on. */
export function priceOf(lines: readonly PricedLine[], code: string | null): Price {
  const goodsMinor = lines.reduce((sum, line) => sum + line.priceMinor * BigInt(line.quantity), 0n);
  const discountMinor = lines.reduce((sum, line) => sum + discountOf(line, code), 0n);
  const shippingMinor = goodsMinor - discountMinor >= FREE_SHIPPING_FROM ? 0n : SHIPPING;
  return { goodsMinor, discountMinor, shippingMinor, totalMinor: goodsMinor - discountMinor + shippingMinor };
}

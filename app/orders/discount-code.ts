/** A discount code as it is compared: Shopify takes no notice of case. */
export const plainCode = (code: string): string => code.trim().toLowerCase();

/** What Shopify takes for a code, of which several stand in a list with commas between them. */
const CODE = /^[^\s,]{1,255}$/;

export const isDiscountCode = (code: string): boolean => CODE.test(code);

/** Codes as an order keeps them: each once, in the order of letters, with commas between; null where there are none. */
export function codesText(codes: readonly string[]): string | null {
  const plain = codes.map(plainCode).filter(isDiscountCode);
  return [...new Set(plain)].sort().join(',') || null;
}

export const codesOf = (text: string | null): string[] => text?.split(',') ?? [];

/** Money in the smallest unit of its currency. */
export interface Money {
  minor: bigint;
  currency: string;
}

const exponents = new Map<string, number>();

/** Decimals of a currency by the platform's own data: JPY 0, EUR 2, KWD 3. Unknown codes have 2. */
export function exponentOf(currency: string): number {
  const known = exponents.get(currency);
  if (known !== undefined) return known;
  const exponent = platformExponent(currency);
  // Only what may be a currency is kept: whatever else comes must not fill the memory.
  if (/^[A-Z]{3}$/.test(currency)) exponents.set(currency, exponent);
  return exponent;
}

/** Making a number format takes longer than all else that is done with an amount. */
function platformExponent(currency: string): number {
  try {
    return (
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2
    );
  } catch {
    return 2;
  }
}

/**
 * Reads Shopify's amounts ("12.30", 12.3, "1750") into minor units, exactly; digits beyond the currency's own are
 * rounded half away from zero.
 * @throws RangeError where the text is not a decimal number.
 */
export function parseAmount(amount: string | number, currency: string): bigint {
  const text = typeof amount === 'number' ? plainDecimal(amount) : amount.trim();
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || (!match[2] && !match[3])) throw new RangeError(`not an amount: ${text.slice(0, 40)}`);
  const exponent = exponentOf(currency);
  const fraction = (match[3] ?? '').padEnd(exponent + 1, '0');
  const kept = BigInt(`${match[2] || '0'}${fraction.slice(0, exponent)}`);
  const rounded = kept + (fraction.charAt(exponent) >= '5' ? 1n : 0n);
  return match[1] === '-' ? -rounded : rounded;
}

/** A JavaScript number as plain decimal text: never in exponent form. */
function plainDecimal(amount: number): string {
  if (!Number.isFinite(amount)) throw new RangeError(`not an amount: ${amount}`);
  const text = String(amount);
  return text.includes('e') ? amount.toFixed(10) : text;
}

/** Minor units as a plain decimal: 1230 EUR → "12.30". */
export function toDecimal({ minor, currency }: Money): string {
  const exponent = exponentOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const sign = minor < 0n ? '-' : '';
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** Money for a reader of `locale`, in the currency's own format. */
export function formatMoney(money: Money, locale = 'en'): string {
  const decimal = toDecimal(money) as unknown as number;
  try {
    return formatOf(money.currency, locale).format(decimal);
  } catch {
    return `${toDecimal(money)} ${money.currency}`;
  }
}

const formats = new Map<string, Intl.NumberFormat>();
/** Locales come from outside: what is kept of them must not fill the memory. */
const MOST_FORMATS = 500;

function formatOf(currency: string, locale: string): Intl.NumberFormat {
  const key = `${currency} ${locale}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  if (formats.size < MOST_FORMATS) formats.set(key, format);
  return format;
}

/**
 * Splits an amount by non-negative weights so that the parts sum to the whole: largest remainder (Hamilton's
 * method); equal remainders go to the earlier part.
 * @throws RangeError on a negative weight, or where all are zero.
 */
export function splitByWeights(minor: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total <= 0n || weights.some((weight) => weight < 0n))
    throw new RangeError('weights must be positive in sum');
  const size = minor < 0n ? -minor : minor;
  const parts = weights.map((weight) => (size * weight) / total);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (size * weight) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const missing = Number(size - parts.reduce((sum, part) => sum + part, 0n));
  for (const { index } of byRemainder.slice(0, missing)) parts[index] = (parts[index] ?? 0n) + 1n;
  return minor < 0n ? parts.map((part) => -part) : parts;
}

/**
 * The same split for an amount and weights whose products are exact as numbers (see `isSplitExact`), many times as fast.
 * @throws RangeError on a negative weight, or where all are zero.
 */
export function splitUnits(units: number, weights: readonly number[]): number[] {
  let total = 0;
  for (const weight of weights) total += weight < 0 ? Number.NaN : weight;
  if (!(total > 0)) throw new RangeError('weights must be positive in sum');
  const size = Math.abs(units);
  const parts: number[] = [];
  const remainders: number[] = [];
  let missing = size;
  for (const weight of weights) {
    const product = size * weight;
    const part = Math.floor(product / total);
    parts.push(part);
    remainders.push(product - part * total);
    missing -= part;
  }
  for (; missing > 0; missing -= 1) {
    let largest = 0;
    for (let index = 1; index < parts.length; index += 1)
      if ((remainders[index] ?? 0) > (remainders[largest] ?? 0)) largest = index;
    parts[largest] = (parts[largest] ?? 0) + 1;
    remainders[largest] = -1;
  }
  return units < 0 ? parts.map((part) => 0 - part) : parts;
}

/** Whether an amount can be split by whole weights of that sum in numbers, to the unit. */
export const isSplitExact = (units: number, totalWeight: number): boolean =>
  Math.abs(units) * totalWeight <= Number.MAX_SAFE_INTEGER;

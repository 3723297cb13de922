import { equalBytes, mac } from '~/lib/secrets.server';

const MAC_BYTES = 8;

/**
 * Packs whole numbers into a short URL-safe token: each as a base-128 varint, then 8 bytes of HMAC-SHA256 under the
 * key of `purpose`, so that a token of one kind is never taken for another.
 */
export function signNumbers(purpose: string, numbers: readonly (number | bigint)[]): string {
  const bytes: number[] = [];
  for (const number of numbers) {
    let rest = BigInt(number);
    for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
    bytes.push(Number(rest));
  }
  return signBytes(purpose, Uint8Array.from(bytes));
}

/** The numbers of a token made by `signNumbers`; undefined where it was not, or was altered. */
export function readNumbers(purpose: string, token: string): bigint[] | undefined {
  const bytes = readBytes(purpose, token);
  if (!bytes) return undefined;
  const numbers: bigint[] = [];
  let start = 0;
  for (let end = 1; end <= bytes.length; end += 1) {
    if ((bytes[end - 1] ?? 0) > 127) continue;
    numbers.push(numberOf(bytes, start, end));
    start = end;
  }
  return start === bytes.length ? numbers : undefined;
}

/** What fits into 49 bits is reckoned as a plain number: it is every click's, and far quicker. */
function numberOf(bytes: Uint8Array, start: number, end: number): bigint {
  if (end - start > 7)
    return bytes.subarray(start, end).reduceRight((value, byte) => (value << 7n) | BigInt(byte & 127), 0n);
  let value = 0;
  for (let at = end - 1; at >= start; at -= 1) value = value * 128 + ((bytes[at] ?? 0) & 127);
  return BigInt(value);
}

/** Bytes with their HMAC, URL-safe. */
export function signBytes(purpose: string, body: Uint8Array): string {
  return Buffer.concat([body, mac(purpose, body).subarray(0, MAC_BYTES)]).toString('base64url');
}

/** The bytes of a token made by `signBytes`; undefined where it was not, or was altered. */
export function readBytes(purpose: string, token: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]{12,200}$/.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== token) return undefined;
  const body = bytes.subarray(0, -MAC_BYTES);
  return equalBytes(mac(purpose, body).subarray(0, MAC_BYTES), bytes.subarray(-MAC_BYTES)) ? body : undefined;
}

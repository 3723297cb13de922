/** The internal number of a shop: the first argument of every function that touches tenant data. */
export type ShopId = number;

/** UUID version 7 (RFC 9562) as text. */
export const uuidv7 = (now: Date, random: Uint8Array): string => toUuid(uuidv7Bytes(now, random));

/** The 16 bytes of it: 48 bits of time in ms, then randomness. `random` gives at least 10 bytes. */
export function uuidv7Bytes(now: Date, random: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes.set(random.length > 10 ? random.subarray(0, 10) : random, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
}

/** When a UUIDv7 was made. */
export function timeOfUuid(uuid: string): Date {
  return new Date(Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16));
}

/** Sixteen bytes as UUID text. */
export function toUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The bytes of UUID text. */
export function uuidBytes(uuid: string): Uint8Array {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

/** Crockford base 32 in lower case, without look-alikes: readable ids for URLs. */
export function readableId(random: Uint8Array): string {
  return Array.from(random, (byte) => '0123456789abcdefghjkmnpqrstvwxyz'.charAt(byte & 31)).join('');
}

/** `gid://shopify/Order/123` or `123` → 123n; undefined where there is no number. */
export function shopifyNumber(id: string | number | bigint | null | undefined): bigint | undefined {
  const match = /(?:^|\/)(\d+)(?:\?.*)?$/.exec(String(id ?? ''));
  return match?.[1] ? BigInt(match[1]) : undefined;
}

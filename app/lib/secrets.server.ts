import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { env } from '~/env.server';

const keys = new Map<string, KeyObject>();

/**
 * A 32-byte key for one purpose, derived from ENCRYPTION_KEY (HKDF, RFC 5869). As an object, because Node takes longer to
 * make a key of bytes than to hash a short message with it.
 */
export function keyFor(purpose: string): KeyObject {
  let key = keys.get(purpose);
  if (!key) {
    const bytes = hkdfSync('sha256', Buffer.from(env.ENCRYPTION_KEY, 'base64'), '', purpose, 32);
    key = createSecretKey(Buffer.from(bytes));
    keys.set(purpose, key);
  }
  return key;
}

const SEALED = 'v1.';

/** Encrypts a secret for the database (AES-256-GCM, a fresh nonce each time). */
export function seal(plain: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor('secrets at rest'), nonce);
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return SEALED + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

/** @throws Error where the text was not sealed with this key, or was altered. */
export function unseal(sealed: string): string {
  if (!sealed.startsWith(SEALED)) throw new Error('not a sealed secret');
  const bytes = Buffer.from(sealed.slice(SEALED.length), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keyFor('secrets at rest'), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

/** Keyed hash of something personal, per shop: equal inputs match, nobody can read it back. */
export function hashFor(shop: number, kind: 'email' | 'phone' | 'visitor', value: string): string {
  return createHmac('sha256', keyFor(`hash ${kind} ${shop}`))
    .update(value)
    .digest('base64url')
    .slice(0, 27);
}

const BLOCK = 64;
const DIGEST = 32;
/** Tokens are a fraction of it. */
const SHORT = 256;
const padded = new Map<string, { inner: Buffer; outer: Buffer }>();

/** The key of a purpose as the two blocks that HMAC begins with, each with room for what follows it. */
function padsFor(purpose: string): { inner: Buffer; outer: Buffer } {
  const known = padded.get(purpose);
  if (known) return known;
  const key = Buffer.concat([keyFor(purpose).export()], BLOCK);
  const pad = (byte: number, room: number) =>
    Buffer.concat([key.map((keyByte) => keyByte ^ byte)], BLOCK + room);
  const pads = { inner: pad(0x36, SHORT), outer: pad(0x5c, DIGEST) };
  padded.set(purpose, pads);
  return pads;
}

/**
 * HMAC-SHA256 of a short message under the key of a purpose: RFC 2104 as written there, over Node's hash in one call.
 * Each click has two of them, and an Hmac object takes three times as long to make and to end.
 */
export function mac(purpose: string, message: Uint8Array): Buffer {
  if (message.length > SHORT) return createHmac('sha256', keyFor(purpose)).update(message).digest();
  const { inner, outer } = padsFor(purpose);
  inner.set(message, BLOCK);
  outer.write(hash('sha256', inner.subarray(0, BLOCK + message.length), 'latin1'), BLOCK, 'latin1');
  return Buffer.from(hash('sha256', outer, 'latin1'), 'latin1');
}

/** Compares in constant time; different lengths are unequal. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

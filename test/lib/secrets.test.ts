import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashFor, keyFor, mac, seal, unseal } from '~/lib/secrets.server';
import { readBytes, readNumbers, signBytes, signNumbers } from '~/lib/signed-token.server';

describe('a sealed secret', () => {
  it('is read back, never looks the same twice, and does not show the plain text', () => {
    const once = seal('shpat_secret');
    expect(unseal(once)).toBe('shpat_secret');
    expect(once).not.toBe(seal('shpat_secret'));
    expect(Buffer.from(once.slice(3), 'base64url').toString('latin1')).not.toContain('shpat');
  });

  it('is refused when one byte was changed', () => {
    const sealed = seal('shpat_secret');
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(() => unseal(`v1.${bytes.toString('base64url')}`)).toThrow();
  });
});

describe('a hash of something personal', () => {
  it('matches within a shop and not across shops', () => {
    expect(hashFor(1, 'email', 'ada@example.com')).toBe(hashFor(1, 'email', 'ada@example.com'));
    expect(hashFor(1, 'email', 'ada@example.com')).not.toBe(hashFor(2, 'email', 'ada@example.com'));
  });
});

it('a message authentication code is what Node makes of the same key', () => {
  fc.assert(
    fc.property(fc.string(), fc.uint8Array({ maxLength: 300 }), (purpose, message) => {
      const expected = createHmac('sha256', keyFor(purpose)).update(message).digest();
      expect(mac(purpose, message).equals(expected)).toBe(true);
    }),
  );
});

describe('a signed token', () => {
  it('gives back its numbers, also those beyond 2^53', () => {
    const numbers = [1n, 0n, 127n, 128n, 9_007_199_254_740_993n];
    expect(readNumbers('link', signNumbers('link', numbers))).toEqual(numbers);
  });

  it('is short', () => {
    expect(signNumbers('link', [1, 42, 3, 123_456]).length).toBeLessThanOrEqual(20);
  });

  it('is nothing under another purpose', () => {
    expect(readNumbers('unsubscribe', signNumbers('link', [1, 2, 3, 4]))).toBeUndefined();
  });

  it('is nothing after any one character is changed, left out or added', () => {
    const token = signNumbers('link', [7, 42, 3, 123_456]);
    for (let index = 0; index < token.length; index += 1) {
      const other = token[index] === 'A' ? 'B' : 'A';
      expect(readNumbers('link', token.slice(0, index) + other + token.slice(index + 1))).toBeUndefined();
      expect(readNumbers('link', token.slice(0, index) + token.slice(index + 1))).toBeUndefined();
    }
    expect(readNumbers('link', `${token}A`)).toBeUndefined();
    expect(readNumbers('link', '')).toBeUndefined();
    expect(readNumbers('link', '../../etc/passwd')).toBeUndefined();
  });

  it('carries bytes as well', () => {
    const body = Uint8Array.from([1, 2, 3, 250]);
    expect(Buffer.from(readBytes('click', signBytes('click', body)) ?? [])).toEqual(Buffer.from(body));
  });
});

import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clickToken,
  linkToken,
  readClickToken,
  readLinkToken,
  readUnsubscribeToken,
  unsubscribeToken,
} from '~/tracking/link-token.server';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The token with each of its characters replaced by every other, one at a time. */
const tampered = (token: string) =>
  [...token].flatMap((was, index) =>
    [...ALPHABET]
      .filter((other) => other !== was)
      .map((other) => token.slice(0, index) + other + token.slice(index + 1)),
  );

describe('a token', () => {
  it('says what it was made of, and stays short', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 31 - 1 }),
        fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }),
        fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }),
        fc.integer({ min: 0, max: 10_000 }),
        (shop, deliveryId, versionId, position) => {
          const token = linkToken(shop, deliveryId, versionId, position);
          expect(readLinkToken(token)).toEqual({ shop, deliveryId, versionId, position });
          expect(token.length).toBeLessThan(50);
          expect(readUnsubscribeToken(unsubscribeToken(shop, deliveryId))).toEqual({ shop, deliveryId });
        },
      ),
    );
    expect(linkToken(12, 345_678n, 901n, 3)).toHaveLength(20);
  });

  it('altered in any character says nothing', () => {
    const click = randomUUID();
    expect(tampered(linkToken(1, 2n, 3n, 4)).filter((token) => readLinkToken(token))).toEqual([]);
    expect(tampered(unsubscribeToken(1, 2n)).filter((token) => readUnsubscribeToken(token))).toEqual([]);
    expect(tampered(clickToken(1, click)).filter((token) => readClickToken(1, token))).toEqual([]);
  });

  it('of one kind is not taken for another, nor a click of one shop for another’s', () => {
    const click = randomUUID();
    expect(readLinkToken(unsubscribeToken(1, 2n))).toBeUndefined();
    expect(readUnsubscribeToken(linkToken(1, 2n, 3n, 4))).toBeUndefined();
    expect(readClickToken(1, clickToken(1, click))).toBe(click);
    expect(readClickToken(2, clickToken(1, click))).toBeUndefined();
  });
});

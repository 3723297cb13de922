import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSlug, slugOf } from '~/links/slug';

const shops = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const randoms = fc.uint8Array({ minLength: 8, maxLength: 8 });

describe('a slug', () => {
  it('names its shop, whichever', () => {
    fc.assert(
      fc.property(shops, randoms, (shop, random) => {
        const slug = slugOf(shop, random);
        expect(readSlug(slug)).toEqual({ shop, slug });
      }),
    );
  });

  it('has nine characters in a small shop, and never a letter that looks like a digit', () => {
    expect(slugOf(31, new Uint8Array(8))).toBe('z00000000');
    fc.assert(fc.property(shops, randoms, (shop, random) => !/[ilou]/.test(slugOf(shop, random))));
  });

  it('is read however it was typed from paper', () => {
    expect(readSlug('C0RA1MPQZ')).toEqual(readSlug('c0ra1mpqz'));
    expect(readSlug('CORaIMPQZ')).toEqual(readSlug('c0ra1mpqz'));
    expect(readSlug('coralmpqz')).toEqual(readSlug('c0ra1mpqz'));
  });

  it.each(['', 'abcdefgh', '0abcdefgh', 'a-bcdefgh', 'aübcdefgh', 'zzzzzzzabcdefgh', `a${'b'.repeat(40)}`])(
    'is none: %j',
    (typed) => expect(readSlug(typed)).toBeUndefined(),
  );
});

import { expect, it } from 'vitest';
import { codesOf, codesText, isDiscountCode } from '~/orders/discount-code';

it('codes are kept once each, whatever their case and order', () => {
  expect(codesText(['Summer20', 'ADA', 'ada', ' summer20 '])).toBe('ada,summer20');
  expect(codesText(['', 'two words', 'a,b'])).toBeNull();
  expect(codesOf(codesText(['B', 'a']))).toEqual(['a', 'b']);
  expect(codesOf(null)).toEqual([]);
});

it('a code is one word without commas', () => {
  expect(isDiscountCode('ÉTÉ-20%')).toBe(true);
  expect(['', 'a b', 'a,b', 'x'.repeat(256)].map(isDiscountCode)).toEqual([false, false, false, false]);
});

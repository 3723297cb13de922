import { describe, expect, it } from 'vitest';
import { addressesIn, suppressionAfter } from '~/messaging/suppression';

describe('a pasted list', () => {
  it('gives every cell that is an address, each once, and the lines that hold none', () => {
    const csv =
      'Name;E-mail;Since\r\n"Ada Byron";"Ada@Mail.test";2024\r\nBea;bea@mail.test;\n\nada@mail.test\nnobody at all';
    expect(addressesIn('email', csv)).toEqual({
      addresses: ['ada@mail.test', 'bea@mail.test'],
      linesWithout: [1, 6],
    });
  });

  it('of numbers takes them as people write them, with their country code alone', () => {
    expect(addressesIn('sms', '+49 151 123-45678\n0151 12345678,"+44 7700 900123"\nada@mail.test')).toEqual({
      addresses: ['+4915112345678', '+447700900123'],
      linesWithout: [3],
    });
  });
});

describe('what did not arrive', () => {
  it('suppresses at once where it is for good, and by the third time in a row where it is not', () => {
    expect(suppressionAfter('email', 'hard', 1)).toBe('hard_bounce');
    expect(suppressionAfter('voice', 'hard', 1)).toBe('invalid_number');
    expect([1, 2, 3].map((inRow) => suppressionAfter('email', 'soft', inRow))).toEqual([
      undefined,
      undefined,
      'soft_bounces',
    ]);
  });
});

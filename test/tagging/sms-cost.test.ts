import { describe, expect, it } from 'vitest';
import { smsCost } from '~/tagging/sms-cost';

const SHORT = 'https://go.example/l/aaaaaaaaaaaaaaaaaaaa';

describe('what a text message costs', () => {
  it('counts a link by its short form, however long it and its tags are', () => {
    const long = `Now: https://shop.example/products/${'a'.repeat(400)}?variant=1`;
    expect(smsCost(long, {}, SHORT)).toMatchObject({ segments: 1, units: 'Now: '.length + SHORT.length });
  });

  it('counts the contact’s name and not its merge tag', () => {
    const text = '{{ first_name | default: "friend" }}!';
    expect(smsCost(text, { first_name: 'Ada' }, SHORT).units).toBe(4);
    expect(smsCost(text, {}, SHORT).units).toBe(7);
  });

  it('names the characters that make it dear, also those of a name', () => {
    expect(smsCost('Hi {{ first_name }} 🎉', { first_name: 'Łucja' }, SHORT)).toMatchObject({
      encoding: 'UCS-2',
      forcedBy: ['Ł', '🎉'],
    });
  });
});

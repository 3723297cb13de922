import { describe, expect, it } from 'vitest';
import { smsSize } from '~/tagging/sms-segments';

describe('the size of an SMS', () => {
  it.each([
    ['', 'GSM-7', 0, 160],
    ['a'.repeat(160), 'GSM-7', 1, 0],
    ['a'.repeat(161), 'GSM-7', 2, 145],
    ['a'.repeat(306), 'GSM-7', 2, 0],
    ['€'.repeat(80), 'GSM-7', 1, 0],
    [`${'a'.repeat(152)}€${'a'.repeat(20)}`, 'GSM-7', 2, 131],
    ['ä'.repeat(70) + 'ñÉ¿', 'GSM-7', 1, 87],
    ['é’'.repeat(35), 'UCS-2', 1, 0],
    ['ш'.repeat(71), 'UCS-2', 2, 63],
    ['ш'.repeat(66) + '🎉' + 'ш'.repeat(10), 'UCS-2', 2, 55],
  ])('%j: %s, %i segments, %i left', (text, encoding, segments, left) => {
    expect(smsSize(text)).toMatchObject({ encoding, segments, left });
  });

  it('names the characters that cost the larger encoding', () => {
    expect(smsSize('It’s “now” 🎉’').forcedBy).toEqual(['’', '“', '”', '🎉']);
  });
});

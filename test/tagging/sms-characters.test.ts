import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foreignCharacters, madePlain, placeInWords } from '~/tagging/sms-characters';
import { smsSize } from '~/tagging/sms-segments';

describe('characters outside of GSM-7', () => {
  it('are pointed at with all their places and a plain one that says the same', () => {
    expect(foreignCharacters('🎉“Hi”, é ő “x” – \u200B')).toEqual([
      { character: '🎉', places: [0], plain: undefined },
      { character: '“', places: [2, 12], plain: '"' },
      { character: '”', places: [5, 14], plain: '"' },
      { character: 'ő', places: [10], plain: 'o' },
      { character: '–', places: [16], plain: '-' },
      { character: '\u200B', places: [18], plain: '' },
    ]);
  });

  it('name their place as a person counts', () => {
    const text = 'Hello 🎉\nthere “friend”';
    expect(placeInWords(text, text.indexOf('“'))).toBe('line 2, character 7');
  });

  it('are gone once they are made plain, but for those that have no plain one', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(text, (written) => {
        const found = foreignCharacters(written);
        expect(found.map(({ character }) => character)).toEqual(smsSize(written).forcedBy);
        const rest = foreignCharacters(madePlain(written, found));
        expect(rest.every(({ plain }) => plain === undefined)).toBe(true);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRADES } from '~/attribution/evidence';
import {
  type Condition,
  CUSTOMERS,
  filterSentence,
  MOST_CONDITIONS,
  MOST_GROUPS,
  writeFilter,
} from '~/reports/sales-overview/filter';
import { readFilter } from '~/reports/sales-overview/read-filter';

const conditionOf = (field: Condition['field'], value: fc.Arbitrary<string>) =>
  fc.record({ field: fc.constant(field), is: fc.boolean(), value });
const id = fc.bigInt(0n, 10n ** 17n).map(String);
const tag = fc.string({ unit: 'grapheme', maxLength: 20 });
const condition = fc.oneof(
  conditionOf('channel', fc.constantFrom('email', 'sms', 'whatsapp', 'link')),
  ...(['campaign', 'automation', 'message'] as const).map((field) => conditionOf(field, id)),
  ...(['source', 'medium', 'tag_campaign'] as const).map((field) => conditionOf(field, tag)),
  conditionOf('customer', fc.constantFrom(...CUSTOMERS)),
  conditionOf('grade', fc.constantFrom(...GRADES)),
);
const filter = fc.array(fc.array(condition, { minLength: 1, maxLength: MOST_CONDITIONS }), {
  maxLength: MOST_GROUPS,
});

describe('a filter', () => {
  it('is read from an address as it was written there, whatever its values hold', () => {
    fc.assert(
      fc.property(filter, (written) => {
        const address = new URLSearchParams({ where: writeFilter(written) });
        expect(readFilter(new URLSearchParams(address.toString()).get('where'))).toEqual(written);
      }),
    );
    expect(readFilter(null)).toEqual([]);
  });

  it('is refused as a whole where a part of it cannot be read', () => {
    const texts = [
      'channel=email|',
      'channel=email&colour=red',
      'channel=pigeon',
      'campaign=1;2',
      'customer=old',
      'source=%E0%A4%A',
      '!!source=a',
      Array(MOST_GROUPS + 1)
        .fill('source=a')
        .join('|'),
    ];
    expect(texts.map((text) => readFilter(text))).toEqual(texts.map(() => undefined));
  });

  it('is told in words, with the names of what it names', () => {
    const read = readFilter('channel=email&campaign=7|!source=&customer=new') ?? [];
    expect(filterSentence(read, new Map([['campaign 7', 'Winter mugs']]))).toBe(
      'Channel is Email and campaign is Winter mugs; or source (utm_source) is not (none) and customer is New',
    );
  });
});

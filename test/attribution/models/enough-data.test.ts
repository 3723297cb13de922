import { describe, expect, it } from 'vitest';
import { DataVolume } from '~/attribution/models/enough-data';
import { journeys } from '#test/support/journeys-factory.ts';

const tooFew = (...table: ReturnType<typeof journeys>[]) => {
  const volume = new DataVolume();
  for (const some of table) volume.add(some);
  return volume.tooFew();
};

describe('a data-driven model', () => {
  it('stands back, with a sentence, where the data are too few', () => {
    expect(tooFew()).toBe(
      'Too few data for a data-driven model: 0 orders with a journey, and at least 300 are needed.',
    );
    expect(tooFew(journeys('ab', 299), journeys('c', 0, 0, 10_000))).toMatch(/299 orders with a journey/);
    expect(tooFew(journeys('', 500), journeys('ab', 1))).toMatch(/1 order with a journey/);
    expect(tooFew(journeys('aa', 1_000))).toMatch(/all orders came by one channel/);
    expect(tooFew(journeys('a', 1_000), journeys('ab', 29))).toMatch(
      /29 orders came by more than one channel/,
    );
  });

  it('speaks where there is enough', () => {
    expect(tooFew(journeys('a', 270), journeys('aba', 30))).toBeUndefined();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditsOf, weightsOf } from '~/attribution/credit';
import type { Touch } from '~/attribution/path';
import { before } from '#test/support/attribution-factory';

const touch = (from: bigint | string, hours: number): Touch => ({
  at: before({ hours }),
  timed: true,
  origin: typeof from === 'bigint' ? { kind: 'message', versionId: from } : { kind: 'other', source: from },
  grade: 'pixel_tags',
  sightings: [],
});

const paths = fc
  .array(fc.oneof(fc.bigInt(1n, 5n), fc.constantFrom('google.com', 'Google Ads')), {
    minLength: 1,
    maxLength: 12,
  })
  .map((origins) => origins.map((from, index) => touch(from, origins.length - index)));

describe('last click', () => {
  it('gives all to the last touch', () => {
    const path = [touch(1n, 3), touch('google.com', 2), touch(2n, 1)];
    expect(creditsOf('last_click', path, 4_999n)).toEqual([
      {
        model: 'last_click',
        ordinal: 0,
        versionId: 2n,
        touch: path[2],
        weightPpm: 1_000_000,
        amountMinor: 4_999n,
      },
    ]);
  });

  it('gives nothing to messages where another source was last, and nothing on an empty path', () => {
    expect(creditsOf('last_click', [touch(1n, 2), touch('google.com', 1)], 5_000n)).toEqual([]);
    expect(creditsOf('last_click', [], 5_000n)).toEqual([]);
  });

  it('keeps the credit of an order that is worth nothing any more, at zero', () => {
    expect(creditsOf('last_click', [touch(1n, 1)], 0n)).toMatchObject([{ versionId: 1n, amountMinor: 0n }]);
  });
});

describe('under every model', () => {
  const models = Object.keys(weightsOf) as (keyof typeof weightsOf)[];

  it.each(models)('%s: weights sum to the whole, and credits to the value or to zero', (model) => {
    fc.assert(
      fc.property(paths, fc.bigInt(-10_000_000n, 10_000_000n), (path, value) => {
        const weights = weightsOf[model](path);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(1_000_000);
        const credits = creditsOf(model, path, value);
        const total = credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        expect(credits.length === 0 ? total === 0n : total === value).toBe(true);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditsOf, weightsOf } from '~/attribution/credit';
import { RULE_MODELS, type RuleModel } from '~/attribution/facts';
import { amountsOf } from '~/attribution/models/weights';
import type { Touch } from '~/attribution/path';
import { before } from '#test/support/attribution-factory';

const touch = (from: bigint | string, hours: number): Touch => ({
  at: before({ hours }),
  timed: true,
  origin:
    typeof from === 'bigint'
      ? { kind: 'message', versionId: from }
      : { kind: 'other', source: from, medium: null, channel: 'referral' },
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

describe('the other rules', () => {
  /** A path of messages 1, 2, 3, …, so many days before the order. */
  const pathOfDays = (...days: number[]) => days.map((each, index) => touch(BigInt(index + 1), each * 24));
  const amounts = (model: RuleModel, days: number[], value: bigint, halfLife?: number) =>
    creditsOf(model, pathOfDays(...days), value, halfLife).map(({ versionId, amountMinor }) => [
      Number(versionId),
      Number(amountMinor),
    ]);

  it('give all to the first touch, or all to each', () => {
    expect(amounts('first_click', [3, 2, 1], 4_999n)).toEqual([[1, 4_999]]);
    expect(amounts('any_click', [3, 2, 1], 4_999n)).toEqual([
      [1, 4_999],
      [2, 4_999],
      [3, 4_999],
    ]);
  });

  it('share evenly, the odd unit to the earliest touch', () => {
    expect(amounts('linear', [3, 2, 1], 100n)).toEqual([
      [1, 34],
      [2, 33],
      [3, 33],
    ]);
    // Thirds in millionths would be wrong by 33 here.
    expect(amounts('linear', [3, 2, 1], 100_000_000n)).toEqual([
      [1, 33_333_334],
      [2, 33_333_333],
      [3, 33_333_333],
    ]);
  });

  it.each([
    [[1], [[1, 1_000]]],
    [
      [2, 1],
      [
        [1, 500],
        [2, 500],
      ],
    ],
    [
      [3, 2, 1],
      [
        [1, 400],
        [2, 200],
        [3, 400],
      ],
    ],
    [
      [5, 4, 3, 2, 1],
      [
        [1, 400],
        [2, 67],
        [3, 67],
        [4, 66],
        [5, 400],
      ],
    ],
  ])('share by position a path of %j days before', (days, expected) => {
    expect(amounts('position_based', days, 1_000n)).toEqual(expected);
  });

  it('halve what a touch counts for each half-life before the order', () => {
    expect(amounts('time_decay', [14, 7, 0], 7_000n)).toEqual([
      [1, 1_000],
      [2, 2_000],
      [3, 4_000],
    ]);
    expect(amounts('time_decay', [2, 1], 3_000n, 1)).toEqual([
      [1, 1_000],
      [2, 2_000],
    ]);
  });

  it('leave to other sources what is theirs', () => {
    const path = [touch(1n, 2), touch('google.com', 1)];
    expect(creditsOf('linear', path, 5_000n)).toMatchObject([
      { versionId: 1n, weightPpm: 500_000, amountMinor: 2_500n },
    ]);
  });
});

describe('under every model', () => {
  const values = fc.bigInt(-(10n ** 14n), 10n ** 14n);
  const halfLives = fc.integer({ min: 1, max: 90 });

  it.each(RULE_MODELS)('%s: the weights of a path are whole, and so are its amounts', (model) => {
    fc.assert(
      fc.property(paths, values, halfLives, (path, value, halfLife) => {
        const all = path.map((each, index) => ({
          ...each,
          origin: { kind: 'message' as const, versionId: BigInt(index) },
        }));
        const credits = creditsOf(model, all, value, halfLife);
        const weight = credits.reduce((sum, { weightPpm }) => sum + weightPpm, 0);
        const total = credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        const times = model === 'any_click' ? path.length : 1;
        expect(weight).toBe(1_000_000 * times);
        expect(total).toBe(value * BigInt(times));
      }),
    );
  });

  it.each(RULE_MODELS)('%s: no part is a unit or more from its exact share', (model) => {
    fc.assert(
      fc.property(paths, values, halfLives, (path, value, halfLife) => {
        const weights = weightsOf[model](
          path.map(({ at }) => at.getTime()),
          halfLife,
        );
        const whole = BigInt(weights.whole);
        amountsOf(weights, value).forEach((amount, index) => {
          const difference = amount * whole - value * BigInt(weights.shares[index] ?? 0);
          expect(difference < whole && difference > -whole).toBe(true);
        });
      }),
    );
  });

  it.each(RULE_MODELS)('%s: messages never take more than the order is worth, each by itself', (model) => {
    fc.assert(
      fc.property(paths, fc.bigInt(0n, 10_000_000n), (path, value) => {
        for (const { amountMinor } of creditsOf(model, path, value)) {
          expect(amountMinor >= 0n && amountMinor <= value).toBe(true);
        }
      }),
    );
  });
});

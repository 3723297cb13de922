import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeliveryClick, scoreDeliveryClicks } from '~/tracking/score-delivery-clicks';

const SENT = new Date('2026-11-20T08:00:00Z');

/** Clicks as [seconds after sending, link]; their ids count from a. */
const clicks = (...told: [number, number][]): DeliveryClick[] =>
  told.map(([seconds, linkPosition], nth) => ({
    id: String.fromCharCode(97 + nth),
    at: new Date(SENT.getTime() + seconds * 1_000),
    linkPosition,
    seenInShop: false,
  }));
const verdicts = (told: [number, number][], sentAt: Date | null = SENT) =>
  Object.fromEntries(scoreDeliveryClicks(sentAt, clicks(...told)));

describe('the clicks of a delivery are a person’s', () => {
  it.each<[string, [number, number][]]>([
    ['one after another, as the links are read', [[60, 0], [75, 1], [90, 2], [93, 3]]], // prettier-ignore
    ['twice on one link, as with a double click', [[60, 0], [60.2, 0], [60.3, 0]]], // prettier-ignore
    ['two links at once, opened in tabs', [[60, 0], [60.8, 1]]], // prettier-ignore
    ['a few seconds after it was sent, by somebody who waits for it', [[4, 0]]],
    ['both, but the second only a while later', [[4, 0], [6.1, 1]]], // prettier-ignore
    ['two at a time', [[60, 0], [61, 1], [62.1, 2], [63.2, 3]]], // prettier-ignore
  ])('%s', (_, told) => {
    expect(verdicts(told)).toEqual({});
  });

  it('whatever else happened, where the shop saw a visitor arrive with it', () => {
    const burst = clicks([1, 0], [1.5, 1], [2, 2]).map((click) => ({
      ...click,
      seenInShop: click.id === 'b',
    }));
    expect([...scoreDeliveryClicks(SENT, burst).keys()].sort()).toEqual(['a', 'c']);
  });

  it('soon after nobody knows when', () => {
    expect(verdicts([[1, 0]], null)).toEqual({});
  });
});

describe('the clicks of a delivery are a machine’s', () => {
  it('when three links or more are opened within two seconds: all of them, and none before or after', () => {
    expect(verdicts([[50, 0], [60, 0], [61, 1], [62, 2], [64.1, 3], [500, 1]])).toEqual({ b: 'link_burst', c: 'link_burst', d: 'link_burst' }); // prettier-ignore
  });

  it('when two are, within seconds after it was sent', () => {
    expect(verdicts([[9, 0], [10.9, 1], [60, 0]])).toEqual({ a: 'link_burst', b: 'link_burst' }); // prettier-ignore
  });

  it('when it was opened before it could be read, or before it was sent', () => {
    expect(verdicts([[-3, 0], [2, 0], [2.001, 0]])).toEqual({ a: 'too_soon', b: 'too_soon' }); // prettier-ignore
  });

  it('also a click that is late in a burst that was begun too soon', () => {
    expect(verdicts([[1, 0], [2.5, 1], [3, 2]])).toEqual({ a: 'too_soon', b: 'link_burst', c: 'link_burst' }); // prettier-ignore
  });
});

/** The rule once more, by looking at every two seconds. */
function naive(sent: Date, all: DeliveryClick[]): Record<string, string> {
  const age = ({ at }: DeliveryClick) => at.getTime() - sent.getTime();
  const bursts = all
    .map((first) => all.filter(({ at }) => at >= first.at && at.getTime() - first.at.getTime() <= 2_000))
    .filter((near) => {
      const links = new Set(near.map(({ linkPosition }) => linkPosition)).size;
      return links >= 3 || (links === 2 && Math.min(...near.map(age)) <= 10_000);
    });
  return Object.fromEntries(
    all.flatMap((click) => {
      if (click.seenInShop) return [];
      if (age(click) <= 2_000) return [[click.id, 'too_soon']];
      return bursts.some((near) => near.includes(click)) ? [[click.id, 'link_burst']] : [];
    }),
  );
}

describe('whatever the clicks', () => {
  const told = fc.array(
    fc.tuple(
      fc.oneof(fc.integer({ min: -20, max: 150 }), fc.integer({ min: 0, max: 9_000 })),
      fc.integer({ min: 0, max: 4 }),
    ),
    { maxLength: 40, size: 'max' },
  );
  const made = told.map((some) =>
    some.map(([tenths, linkPosition], nth) => ({
      id: `click-${nth}`,
      at: new Date(SENT.getTime() + tenths * 100),
      linkPosition,
      seenInShop: nth % 9 === 8,
    })),
  );

  const inAnyOrder = (all: DeliveryClick[]) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }));

  it('the verdicts are those of the rule read out slowly', () => {
    fc.assert(
      fc.property(made, (all) => {
        expect(Object.fromEntries(scoreDeliveryClicks(SENT, all))).toEqual(naive(SENT, all));
      }),
    );
  });

  it('their order changes nothing, and what lies further apart than the rule looks has no influence', () => {
    fc.assert(
      fc.property(made.chain(inAnyOrder), ([all, shuffled]) => {
        const whole = Object.fromEntries(scoreDeliveryClicks(SENT, all));
        expect(Object.fromEntries(scoreDeliveryClicks(SENT, shuffled))).toEqual(whole);
        for (const click of all) {
          const near = all.filter(({ at }) => Math.abs(at.getTime() - click.at.getTime()) <= 2_000);
          expect(scoreDeliveryClicks(SENT, near).get(click.id)).toEqual(whole[click.id]);
        }
      }),
    );
  });

  it('a flood of them is judged in one pass', () => {
    const flood = Array.from({ length: 200_000 }, (_, nth) => ({
      id: String(nth),
      at: new Date(SENT.getTime() + 60_000 + (nth % 1_000)),
      linkPosition: nth % 7,
      seenInShop: false,
    }));
    expect(scoreDeliveryClicks(SENT, flood).size).toBe(200_000);
  });
});

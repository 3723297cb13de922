import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUCKETS } from '~/attribution/bucket';
import { decide } from '~/attribution/decide';
import type { Facts, Landing, Settings } from '~/attribution/facts';
import { receiptOf, receiptSchema } from '~/attribution/receipt';
import {
  before,
  clickFact,
  facts,
  OUR_TAGS,
  PLACED_AT,
  SETTINGS,
  tags,
  versionFact,
} from '#test/support/attribution-factory';

const ours = tags(OUR_TAGS);

const VERSIONS = [
  versionFact({ id: 1n, publicId: 'mug1', frozenAt: before({ days: 80 }) }),
  versionFact({ id: 2n, publicId: 'mug2', frozenAt: before({ days: 4 }) }),
  versionFact({ id: 3n, publicId: 'mug3', tracked: false, utm: { source: 'a', medium: 'b', campaign: 'c' } }),
];
const CLICKS = [1, 2, 3, 4].map((n) =>
  clickFact({
    id: `018f0000-0000-7000-8000-00000000000${n}`,
    at: before({ hours: 30 * n }),
    versionId: BigInt(((n - 1) % 3) + 1),
    verdict: n === 4 ? 'machine' : 'human',
  }),
);
const clickIds = fc.constantFrom(...CLICKS.map(({ id }) => id), '018f0000-0000-7000-8000-00000000dead');
const minutesBefore = fc.integer({ min: -120, max: 10 * 24 * 60 });

const landings: fc.Arbitrary<Landing> = fc
  .record({
    minutes: minutesBefore,
    clickId: fc.option(clickIds),
    utm: fc.constantFrom(
      tags(),
      ours,
      tags({ ...OUR_TAGS, id: 'mug1' }),
      tags({ ...OUR_TAGS, id: 'mug3' }),
      tags({ ...OUR_TAGS, id: 'elsewhere' }),
      tags({ ...OUR_TAGS, campaign: 'other' }),
      tags({ source: 'google', medium: 'cpc' }),
    ),
    adParam: fc.constantFrom(null, null, 'gclid'),
    referrer: fc.constantFrom(null, 'https://google.com/', 'https://shop.test/'),
  })
  .map(({ minutes, ...rest }) => ({ ...rest, at: before({ minutes }), page: '/' }));

const histories: fc.Arbitrary<Facts> = fc
  .record({
    pixelLandings: fc.array(landings, { maxLength: 6 }),
    visits: fc.array(landings, { maxLength: 4 }),
    state: fc.constantFrom('waiting', 'ready', 'absent', 'expired'),
    checkouts: fc.array(
      minutesBefore.map((minutes) => ({ at: before({ minutes }) })),
      { maxLength: 2 },
    ),
    contactClickIds: fc.uniqueArray(fc.constantFrom(...CLICKS.map(({ id }) => id))),
    cartClickId: fc.option(clickIds),
    page: fc.option(landings.map((seen) => ({ ...seen, at: null }))),
    kind: fc.constantFrom('web', 'web', 'web', 'web', 'pos', 'draft', 'subscription_renewal', 'other_app'),
    test: fc.constantFrom(false, false, false, true),
    valueMinor: fc.bigInt(0n, 1_000_000n),
  })
  .map(({ pixelLandings, visits, state, checkouts: seen, contactClickIds, cartClickId, page, ...order }) =>
    facts({
      pixelLandings,
      journey: { state, visits },
      checkouts: seen,
      contactClickIds,
      clicks: CLICKS,
      versions: VERSIONS,
      sends: VERSIONS.map(({ id, frozenAt }) => ({ versionId: id, at: frozenAt })),
      order: { ...order, cartClickId, landing: page },
    }),
  );

const windows = fc.record({
  windowDays: fc.integer({ min: 1, max: 9 }),
  scope: fc.constantFrom('all_sources' as const, 'messages_only' as const),
});

describe('over random histories', () => {
  const always = (check: (history: Facts, settings: Settings) => void) =>
    fc.assert(
      fc.property(histories, windows, (history, some) => check(history, { ...SETTINGS, ...some })),
      { numRuns: 1_000 },
    );

  it('an order stands in exactly one bucket, and its credits sum to its value or to zero', () => {
    always((history, settings) => {
      const { bucket, credits } = decide(history, settings);
      expect(BUCKETS).toContain(bucket);
      expect(credits.length > 0).toBe(bucket === 'credited');
      const total = credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
      expect(total).toBe(bucket === 'credited' ? history.order.valueMinor : 0n);
    });
  });

  it('no touch after the order or outside the window is credited, nor a machine, nor what is not tracked', () => {
    always((history, settings) => {
      for (const { touch, versionId } of decide(history, settings).credits) {
        const age = PLACED_AT.getTime() - touch.at.getTime();
        expect(age).toBeGreaterThan(-1_000);
        expect(age).toBeLessThanOrEqual(settings.windowDays * 86_400_000);
        expect(touch.sightings.map(({ clickId }) => clickId)).not.toContain(CLICKS[3]?.id);
        expect(VERSIONS.find(({ id }) => id === versionId)?.tracked).toBe(true);
      }
    });
  });

  it('the order in which facts arrived changes nothing, down to the receipt', () => {
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.nat()), (history, dice) => {
        const shuffle = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => ({ item, at: Number(dice.next().value) }))
            .sort((a, b) => a.at - b.at)
            .map(({ item }) => item);
        const shuffled: Facts = {
          ...history,
          pixelLandings: shuffle(history.pixelLandings),
          journey: { ...history.journey, visits: shuffle(history.journey.visits) },
          checkouts: shuffle(history.checkouts),
          contactClickIds: shuffle(history.contactClickIds),
          clicks: shuffle(history.clicks),
          versions: shuffle(history.versions),
          sends: shuffle(history.sends),
        };
        const receipt = (some: Facts) => receiptOf(some, SETTINGS, decide(some, SETTINGS));
        expect(receipt(shuffled)).toEqual(receipt(history));
      }),
      { numRuns: 500 },
    );
  });

  it('every piece of evidence is judged, and is accepted only where it carries a credit', () => {
    always((history, settings) => {
      const { judged, credits } = decide(history, settings);
      const carrying = new Set(credits.flatMap(({ touch }) => touch.sightings));
      for (const { sighting, rejection } of judged) expect(rejection === null).toBe(carrying.has(sighting));
    });
  });

  it('the receipt is what its schema says, and names every message that it speaks of', () => {
    always((history, settings) => {
      const receipt = receiptSchema.parse(
        JSON.parse(JSON.stringify(receiptOf(history, settings, decide(history, settings)))),
      );
      const named = receipt.messages.map(({ versionId }) => versionId);
      for (const { origin } of [...receipt.evidence, ...receipt.trail]) {
        if (origin?.kind === 'message') expect(named).toContain(origin.versionId);
      }
      expect(receipt.trail.filter(({ deciding }) => deciding).length).toBeLessThanOrEqual(1);
    });
  });
});

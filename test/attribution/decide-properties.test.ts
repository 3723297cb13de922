import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUCKETS } from '~/attribution/bucket';
import { decide } from '~/attribution/decide';
import type { Facts, Settings } from '~/attribution/facts';
import { receiptOf, receiptSchema } from '~/attribution/receipt';
import { PLACED_AT, SETTINGS } from '#test/support/attribution-factory';
import { histories, windows, VERSIONS, CLICKS } from '#test/support/attribution-histories';

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
          order: { ...history.order, discountCodes: shuffle(history.order.discountCodes) },
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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '~/attribution/decide';
import type { Facts, Settings } from '~/attribution/facts';
import { receiptOf, receiptSchema } from '~/attribution/receipt';
import { nearestSentence, receiptSentence } from '~/attribution/receipt-text';
import { revalue } from '~/attribution/revalue';
import { isSameRule, windowOf } from '~/attribution/settings';
import { PLACED_AT } from '#test/support/attribution-factory';
import { histories, rules, VERSIONS } from '#test/support/attribution-histories';

const DAY_MS = 86_400_000;

const always = (check: (history: Facts, settings: Settings) => void) =>
  fc.assert(
    fc.property(histories, rules, (history, rule) => check(history, { ...rule, version: 3 })),
    { numRuns: 1_000 },
  );

const totalOf = (credits: readonly { amountMinor: bigint }[]) =>
  credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

describe('under every rule that a shop may set', () => {
  it('an order is credited where and only where a message has a part of it, and never beyond its worth', () => {
    always((history, settings) => {
      const { bucket, credits, path } = decide(history, settings);
      expect(credits.length > 0).toBe(bucket === 'credited');
      const worth = settings.basis === 'net' ? history.order.netMinor : history.order.valueMinor;
      for (const { amountMinor } of credits) expect(amountMinor <= worth).toBe(true);
      if (settings.model === 'any_click') return;
      const weight = credits.reduce((sum, { weightPpm }) => sum + weightPpm, 0);
      expect(weight).toBeLessThanOrEqual(1_000_000);
      expect(totalOf(credits) <= worth).toBe(true);
      const messagesAlone = path.every(({ origin }) => origin.kind === 'message');
      if (bucket === 'credited' && messagesAlone) {
        expect(weight).toBe(1_000_000);
        expect(totalOf(credits)).toBe(worth);
      }
    });
  });

  it('nothing outside the window of its own channel is credited, nor by evidence that is not accepted', () => {
    always((history, settings) => {
      const { credits, judged } = decide(history, settings);
      for (const { touch, versionId } of credits) {
        const channel = VERSIONS.find(({ id }) => id === versionId)?.channel;
        expect(PLACED_AT.getTime() - touch.at.getTime()).toBeLessThanOrEqual(
          windowOf(settings, channel) * DAY_MS,
        );
        for (const { grade } of touch.sightings) {
          const refused = touch.sightings.some((seen) => settings.refusedGrades.includes(seen.grade));
          expect(refused, grade).toBe(false);
        }
      }
      for (const { sighting, rejection } of judged)
        if (rejection === null) expect(settings.refusedGrades).not.toContain(sighting.grade);
    });
  });

  it('a refund or an edit changes each credit in proportion, and no message gains or loses a part', () => {
    fc.assert(
      fc.property(histories, rules, fc.bigInt(-50_000n, 2_000_000n), (history, rule, valueMinor) => {
        const settings = { ...rule, basis: 'total' as const, version: 1 };
        const changed = { ...history, order: { ...history.order, valueMinor } };
        const before = decide(history, settings).credits;
        const after = decide(changed, settings).credits;
        const part = ({ versionId, weightPpm, ordinal }: (typeof before)[number]) => [
          versionId,
          weightPpm,
          ordinal,
        ];
        expect(after.map(part)).toEqual(before.map(part));
        for (const { weightPpm, amountMinor } of after) {
          const exact = (Number(valueMinor) * weightPpm) / 1_000_000;
          // A unit by the largest remainder, and what the rounding of a weight to millionths makes of the amount.
          expect(Math.abs(Number(amountMinor) - exact)).toBeLessThanOrEqual(
            1 + Math.abs(Number(valueMinor)) / 1_000_000,
          );
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('what is credited when evidence is gone has the same parts, to a millionth of the order', () => {
    fc.assert(
      fc.property(histories, rules, fc.bigInt(0n, 2_000_000n), (history, rule, valueMinor) => {
        const settings = { ...rule, basis: 'total' as const, version: 1 };
        const decision = decide(history, settings);
        const former = { receipt: receiptOf(history, settings, decision), credits: decision.credits };
        const changed = { ...history, order: { ...history.order, valueMinor } };
        const whole = decide(changed, settings).credits;
        const kept = revalue(former, changed).credits;
        expect(kept.map(({ versionId }) => versionId)).toEqual(whole.map(({ versionId }) => versionId));
        kept.forEach(({ amountMinor }, index) => {
          const difference = Number(amountMinor - (whole[index]?.amountMinor ?? 0n));
          expect(Math.abs(difference)).toBeLessThanOrEqual(1 + Number(valueMinor) / 1_000_000);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('every receipt is what its schema says, and reads as sentences', () => {
    always((history, settings) => {
      const receipt = receiptSchema.parse(
        JSON.parse(JSON.stringify(receiptOf(history, settings, decide(history, settings)))),
      );
      expect(isSameRule(receipt.rule, settings)).toBe(true);
      for (const text of [receiptSentence(receipt, (iso) => iso), nearestSentence(receipt) ?? ''])
        expect(text).not.toMatch(/undefined|NaN|null/);
    });
  });

  it('the nearest setting of an uncredited order would have credited it', () => {
    always((history, settings) => {
      const { nearest } = receiptOf(history, settings, decide(history, settings));
      if (!nearest) return;
      const channelWindows = nearest.channel
        ? { ...settings.channelWindows, [nearest.channel]: nearest.windowDays }
        : settings.channelWindows;
      const changed: Settings = {
        window_days: nearest.channel
          ? { ...settings, channelWindows }
          : { ...settings, windowDays: nearest.windowDays },
        scope: { ...settings, scope: 'messages_only' as const },
        accepted: {
          ...settings,
          refusedGrades: settings.refusedGrades.filter((grade) => grade !== nearest.grade),
        },
      }[nearest.changed];
      expect(decide(history, settings).bucket).not.toBe('credited');
      const versions = decide(history, changed).credits.map(({ versionId }) => String(versionId));
      expect(versions).toContain(nearest.versionId);
    });
  });
});

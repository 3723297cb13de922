import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '~/attribution/decide';
import type { Facts, Settings } from '~/attribution/facts';
import { receiptOf } from '~/attribution/receipt';
import { isEvidenceWhole, revalue } from '~/attribution/revalue';
import { before, facts, PLACED_AT, SETTINGS } from '#test/support/attribution-factory';
import { histories, windows } from '#test/support/attribution-histories';

const decided = (history: Facts, settings: Settings) => {
  const decision = decide(history, settings);
  return {
    receipt: receiptOf(history, settings, decision),
    credits: decision.credits.map(({ model, ordinal, versionId, weightPpm }) => ({
      model,
      ordinal,
      versionId,
      weightPpm,
    })),
  };
};

/** What is left of a history once everything that told of visits is gone. */
const withoutEvidence = ({ order, refunds }: Facts): Facts =>
  facts({ order: { ...order, landing: null, cartClickId: null }, refunds, versions: [] });

const later = fc.record({
  valueMinor: fc.bigInt(0n, 1_000_000n),
  refunds: fc.array(
    fc.record({
      at: fc.integer({ min: 1, max: 500 }).map((days) => before({ days: -days })),
      totalMinor: fc.bigInt(0n, 5_000n),
    }),
    { maxLength: 3 },
  ),
  cancelledAt: fc.constantFrom(null, null, before({ days: -3 })),
});

describe('an order whose evidence is gone', () => {
  it('comes, whatever becomes of its worth, to the receipt that all of the evidence would give', () => {
    fc.assert(
      fc.property(histories, windows, later, (history, some, { refunds, ...order }) => {
        const settings = { ...SETTINGS, ...some };
        const now: Facts = { ...history, refunds, order: { ...history.order, ...order } };
        const { receipt, credits } = revalue(decided(history, settings), withoutEvidence(now));
        expect(receipt).toEqual(decided(now, settings).receipt);
        const total = credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        expect(total).toBe(receipt.bucket === 'credited' ? order.valueMinor : 0n);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves its bucket once it is deleted in Shopify, with no credit and nothing that counted', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const gone = { ...history.order, deletedAt: before({ days: -9 }), valueMinor: 0n };
        const { receipt, credits } = revalue(
          decided(history, SETTINGS),
          withoutEvidence({ ...history, order: gone }),
        );
        expect(receipt).toMatchObject({ bucket: 'excluded', reason: 'deleted_in_shopify', credits: [] });
        expect(credits).toEqual([]);
        expect(receipt.evidence.filter(({ rejection }) => rejection === null)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('shares with what other sources earned, to the last minor unit', () => {
    const half = { model: 'last_click' as const, versionId: 1n, weightPpm: 333_333 };
    const former = {
      ...decided(facts(), SETTINGS),
      credits: [
        { ...half, ordinal: 0 },
        { ...half, ordinal: 1 },
      ],
    };
    const { credits } = revalue(former, facts({ order: { valueMinor: 100n } }));
    expect(credits.map(({ amountMinor }) => amountMinor)).toEqual([33n, 33n]);
  });
});

describe('the evidence of an order', () => {
  it('is whole while everything since 91 days before it is kept', () => {
    const kept = (clicks: Date | null, touches: Date | null) =>
      isEvidenceWhole(PLACED_AT, { clicks, touches });
    expect(kept(null, null)).toBe(true);
    expect(kept(before({ days: 91 }), before({ days: 91 }))).toBe(true);
    expect(kept(before({ days: 90 }), before({ days: 91 }))).toBe(false);
    expect(kept(null, before({ days: 90 }))).toBe(false);
  });
});

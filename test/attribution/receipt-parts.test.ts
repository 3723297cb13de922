import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '~/attribution/decide';
import type { Facts, Settings } from '~/attribution/facts';
import { type Receipt, receiptOf } from '~/attribution/receipt';
import { courseOf, courseSchema, receiptFrom, rulingOf, rulingSchema } from '~/attribution/receipt-parts';
import { histories, rules } from '#test/support/attribution-histories';

const receiptBy = (history: Facts, settings: Settings) =>
  receiptOf(history, settings, decide(history, settings));

/** As the database keeps it: JSON whose keys come in an order of its own. */
const stored = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

const together = (receipt: Receipt, course: Receipt, settings: Settings) =>
  receiptFrom({
    bucket: receipt.bucket,
    reason: receipt.reason,
    settings,
    course: courseSchema.parse(stored(courseOf(course))),
    ruling: rulingSchema.parse(stored(rulingOf(receipt))),
    credits: receipt.credits,
    renewals: receipt.renewal?.credits ?? [],
  });

describe('a receipt that is stored in parts', () => {
  it('is whole again when they are put together', () => {
    fc.assert(
      fc.property(histories, rules, (history, rule) => {
        const settings = { ...rule, version: 3 };
        const receipt = receiptBy(history, settings);
        expect(together(receipt, receipt, settings)).toEqual(receipt);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has the same course under all settings that accept the same evidence', () => {
    fc.assert(
      fc.property(histories, rules, rules, (history, before, after) => {
        const { refusedGrades } = before;
        const settings = { ...after, refusedGrades, version: 4 };
        const receipt = receiptBy(history, settings);
        const former = receiptBy(history, { ...before, version: 3 });
        expect(together(receipt, former, settings)).toEqual(receipt);
      }),
      { numRuns: 1_000 },
    );
  });
});

import { creditedValue } from '~/attribution/credit';
import { type Facts, type RuleModel, type Settings, LOOK_BACK_MS } from '~/attribution/facts';
import { amountsOf, WHOLE_PPM } from '~/attribution/models/weights';
import type { Receipt } from '~/attribution/receipt';
import { orderEntries } from '~/attribution/receipt-trail';

/** A credit as it stands. */
export interface StandingCredit {
  model: RuleModel;
  ordinal: number;
  versionId: bigint;
  weightPpm: number;
}

export type RevaluedCredit = StandingCredit & { amountMinor: bigint };

/**
 * Whether all that can decide an order is still there.
 * @param since from when on clicks and touches are kept; null where none was ever dropped
 */
export function isEvidenceWhole(
  placedAt: Date,
  since: { clicks: Date | null; touches: Date | null },
): boolean {
  const needed = placedAt.getTime() - LOOK_BACK_MS;
  return [since.clicks, since.touches].every((kept) => kept === null || kept.getTime() <= needed);
}

/** Whether what decides an order is not all there any more. A renewal rests on the credits of another order, and on no visit. */
export const isBeyondEvidence = (
  { kind, placedAt }: Pick<Facts['order'], 'kind' | 'placedAt'>,
  since: { clicks: Date | null; touches: Date | null },
): boolean => kind !== 'subscription_renewal' && !isEvidenceWhole(placedAt, since);

/** Credits by what their order is worth now: each keeps its weight. An order that was deleted in Shopify has none. */
export function revaluedCredits<Credit extends { weightPpm: number }>(
  credits: readonly Credit[],
  order: Pick<Facts['order'], 'deletedAt' | 'valueMinor' | 'netMinor'>,
  basis: Settings['basis'],
): (Credit & { amountMinor: bigint })[] {
  if (order.deletedAt) return [];
  // What the messages' weights leave of the whole is other sources'.
  const weights = { shares: credits.map(({ weightPpm }) => weightPpm), whole: WHOLE_PPM };
  const amounts = amountsOf(weights, creditedValue(order, basis));
  return credits.map((credit, index) => ({ ...credit, amountMinor: amounts[index] ?? 0n }));
}

/**
 * An order whose evidence is not all there any more is not decided again: what is left could name another message. Its
 * standing stays, and follows the order's worth: each credit keeps its weight and takes that part of what the order is
 * worth now. Only an order that was deleted in Shopify leaves its bucket, and with it its credits.
 */
export function revalue(
  former: { receipt: Receipt; credits: readonly StandingCredit[] },
  facts: Pick<Facts, 'order' | 'refunds'>,
): { receipt: Receipt; credits: RevaluedCredit[] } {
  const { order } = facts;
  const { receipt } = former;
  const course = receipt.trail.filter(({ kind }) => !['order', 'refund', 'cancelled'].includes(kind));
  const told: Receipt = {
    ...receipt,
    order: { ...receipt.order, name: order.name, valueMinor: String(order.valueMinor) },
    trail: [...course, ...orderEntries(facts)],
  };
  if (order.deletedAt) return { receipt: leftOut(told), credits: [] };
  const credits = revaluedCredits(former.credits, order, receipt.rule.basis);
  return {
    receipt: {
      ...told,
      credits: credits.map(({ model, versionId, weightPpm, amountMinor }) => ({
        model,
        versionId: String(versionId),
        weightPpm,
        amountMinor: String(amountMinor),
      })),
    },
    credits,
  };
}

const leftOut = (receipt: Receipt): Receipt => ({
  ...receipt,
  bucket: 'excluded',
  reason: 'deleted_in_shopify',
  deciding: null,
  nearest: null,
  credits: [],
  trail: receipt.trail.map((entry) => ({ ...entry, deciding: false })),
  evidence: receipt.evidence.map((line) => ({ ...line, rejection: line.rejection ?? 'order_not_counted' })),
});

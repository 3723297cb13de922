import { taken } from '~/orders/ledger';
import type { OrderFacts, RefundFacts } from '~/orders/order';

type Facts = Omit<OrderFacts, 'refunds'>;

/**
 * Whether facts of an order replace those known. The newer `updated_at` wins; it counts whole seconds, so among equals
 * the text of the facts decides, the greater wins: arbitrary, but the same whatever came first, and what is known beats
 * what is not.
 */
export function replaces(candidate: Facts, known: Facts): boolean {
  const difference = candidate.updatedAt.getTime() - known.updatedAt.getTime();
  return difference === 0 ? textOf(candidate) > textOf(known) : difference > 0;
}

/**
 * Where the order's session began, from two tellings of the order. Webhooks tell it and the Admin API does not; it never
 * changes, so what is known stands, and of two that differ the greater text, whatever came first.
 */
export function landingOf(a: Facts, b: Facts | null): Pick<OrderFacts, 'landingSite' | 'referringSite'> {
  return {
    landingSite: greaterText(a.landingSite, b?.landingSite),
    referringSite: greaterText(a.referringSite, b?.referringSite),
  };
}

const greaterText = (a: string | null, b: string | null | undefined) =>
  (a ?? '') > (b ?? '') ? a : (b ?? null);

function textOf(facts: Facts): string {
  return JSON.stringify([
    facts.cancelledAt?.toISOString() ?? '',
    facts.customerId?.toString() ?? '',
    facts.checkoutToken ?? '',
    facts.cartToken ?? '',
    facts.cartClickToken ?? '',
    facts.sourceName ?? '',
    facts.financialStatus ?? '',
    facts.presentmentCurrency ?? '',
    facts.currency,
    facts.name,
    facts.createdAt.toISOString(),
    facts.processedAt.toISOString(),
    facts.test,
    ...[
      facts.totalMinor,
      facts.grossMinor,
      facts.discountMinor,
      facts.shippingMinor,
      facts.taxMinor,
      facts.dutyMinor,
      facts.tipMinor,
      facts.editMinor,
    ].map(String),
  ]);
}

/**
 * Which of two tellings of one refund stands. A refund is told once when its money is still on the way and again when
 * it arrived, alone and inside its order: the telling that knows more of it stands, whatever came first.
 */
export function fullerRefund(a: RefundFacts, b: RefundFacts): RefundFacts {
  const aTells = amountsOf(a);
  const bTells = amountsOf(b);
  const first = aTells.findIndex((amount, index) => amount !== bTells[index]);
  return first < 0 || (aTells[first] ?? 0n) > (bTells[first] ?? 0n) ? a : b;
}

const amountsOf = (refund: RefundFacts) => [
  taken(refund),
  refund.totalMinor,
  refund.goodsMinor,
  refund.shippingMinor,
  refund.dutyMinor,
  refund.taxMinor,
  BigInt(refund.processedAt.getTime()),
];

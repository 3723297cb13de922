import { codesOf, codesText } from '~/orders/discount-code';
import { taken } from '~/orders/ledger';
import { DISPUTES, type OrderFacts, type RefundFacts } from '~/orders/order';

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
 * What not every telling of an order tells, from two of them: where its session began (webhooks do), its selling plan and
 * dispute (the Admin API does), and its discount codes. What is known stands, whatever came first: of two texts the
 * greater, a selling plan over none, of two disputes the graver, all codes.
 */
export function lastingOf(
  a: Facts,
  b: Facts | null,
): Pick<OrderFacts, 'landingSite' | 'referringSite' | 'sellingPlan' | 'dispute' | 'discountCodes'> {
  return {
    landingSite: greaterText(a.landingSite, b?.landingSite),
    referringSite: greaterText(a.referringSite, b?.referringSite),
    sellingPlan: a.sellingPlan ? true : (b?.sellingPlan ?? a.sellingPlan),
    dispute: gravityOf(a.dispute) >= gravityOf(b?.dispute) ? a.dispute : (b?.dispute ?? null),
    discountCodes: codesText([...codesOf(a.discountCodes), ...codesOf(b?.discountCodes ?? null)]),
  };
}

const gravityOf = (dispute: string | null | undefined) => DISPUTES.findIndex((known) => known === dispute);

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
    facts.presentmentMinor?.toString() ?? '',
    facts.currency,
    facts.name,
    facts.createdAt.toISOString(),
    facts.processedAt.toISOString(),
    facts.test,
    facts.paidByGiftCard,
    ...[
      facts.totalMinor,
      facts.grossMinor,
      facts.giftCardMinor,
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

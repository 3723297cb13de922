import { deletionOf, type LedgerEntry, ledgerOf } from '~/orders/ledger';
import type { OrderFacts, RefundFacts } from '~/orders/order';
import { fullerRefund, lastingOf, replaces } from '~/orders/order-version';

/** One message about an order, as a webhook or the Admin API tells it. */
export type Telling =
  | { kind: 'order'; facts: OrderFacts }
  /** What the Admin API says that the order is now, refunds and all. */
  | { kind: 'correction'; facts: OrderFacts }
  /** Something was bought on a selling plan, which the order's webhooks do not tell. */
  | { kind: 'selling_plan'; orderId: bigint }
  | { kind: 'refund'; orderId: bigint; refund: RefundFacts }
  | { kind: 'deletion'; orderId: bigint; at: Date };

/** All that is known of an order. Refunds and deletions may be known before the order itself. */
export interface KnownOrder {
  facts: Omit<OrderFacts, 'refunds'> | null;
  refunds: ReadonlyMap<bigint, RefundFacts>;
  deletedAt: Date | null;
}

export const UNKNOWN_ORDER: KnownOrder = { facts: null, refunds: new Map(), deletedAt: null };

/** The order that a telling speaks of. */
export function orderOf(telling: Telling): bigint {
  return 'facts' in telling ? telling.facts.id : telling.orderId;
}

/**
 * What is known of an order after one more telling. Apart from corrections, the end is the same in whatever order and
 * number the tellings come: the newest version's facts, of each refund the fullest telling, the earliest deletion. An
 * older telling still adds the refunds that it knows. A correction replaces what is known; one that is older than that is
 * a telling like any other.
 * @returns `known` itself where nothing is new
 */
export function learn(known: KnownOrder, telling: Telling): KnownOrder {
  switch (telling.kind) {
    case 'order': {
      const { refunds, ...facts } = telling.facts;
      const newest = !known.facts || replaces(facts, known.facts) ? facts : known.facts;
      const learned = { ...newest, ...lastingOf(facts, known.facts) };
      const allRefunds = refunds.reduce(withRefund, known.refunds);
      if (known.facts && allRefunds === known.refunds && isTold(learned, known.facts)) return known;
      return { ...known, facts: learned, refunds: allRefunds };
    }
    case 'correction': {
      const { refunds, ...facts } = telling.facts;
      if (known.facts && known.facts.updatedAt > facts.updatedAt)
        return learn(known, { kind: 'order', facts: telling.facts });
      return {
        ...known,
        facts: { ...facts, ...lastingOf(facts, known.facts) },
        refunds: new Map(refunds.map((refund) => [refund.id, refund])),
      };
    }
    case 'selling_plan':
      if (!known.facts || known.facts.sellingPlan) return known;
      return { ...known, facts: { ...known.facts, sellingPlan: true } };
    case 'refund': {
      const refunds = withRefund(known.refunds, telling.refund);
      return refunds === known.refunds ? known : { ...known, refunds };
    }
    case 'deletion': {
      const { deletedAt } = known;
      return deletedAt && deletedAt <= telling.at ? known : { ...known, deletedAt: telling.at };
    }
  }
}

/** The ledger of all that is known of an order; empty while the order itself is not. */
export function ledgerOfKnown({ facts, refunds, deletedAt }: KnownOrder): LedgerEntry[] {
  if (!facts) return [];
  const told = ledgerOf(facts, [...refunds.values()]);
  return deletedAt ? [...told, deletionOf(deletedAt, told)] : told;
}

/** Whether all of some facts is known. */
function isTold(facts: object, known: object): boolean {
  const before = new Map<string, unknown>(Object.entries(known));
  const plain = (value: unknown) => (value instanceof Date ? value.getTime() : value);
  return Object.entries(facts).every(([field, value]) => plain(value) === plain(before.get(field)));
}

function withRefund(
  known: ReadonlyMap<bigint, RefundFacts>,
  refund: RefundFacts,
): ReadonlyMap<bigint, RefundFacts> {
  const before = known.get(refund.id);
  const facts = before ? fullerRefund(before, refund) : refund;
  return facts === before ? known : new Map([...known, [refund.id, facts]]);
}

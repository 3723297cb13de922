import type { OrderFacts, RefundFacts } from '~/orders/order';

/**
 * Dated money of an order in minor units of the shop currency. All parts are signed: what the shop gives away or back
 * is negative, and the parts of an entry sum to its total.
 */
export interface LedgerEntry {
  at: Date;
  kind: 'sale' | 'edit' | 'refund' | 'cancel' | 'deletion';
  /** The refund's id; 0 for what happens once. */
  ref: bigint;
  /** Goods, gift cards apart. */
  grossMinor: bigint;
  giftCardMinor: bigint;
  discountMinor: bigint;
  returnMinor: bigint;
  shippingMinor: bigint;
  taxMinor: bigint;
  dutyMinor: bigint;
  tipMinor: bigint;
  /** What the parts leave unexplained of the total: rounding, fees. */
  otherMinor: bigint;
  totalMinor: bigint;
}

type Parts = Omit<LedgerEntry, 'at' | 'kind' | 'ref' | 'otherMinor' | 'totalMinor'>;

const NOTHING: Parts = {
  grossMinor: 0n,
  giftCardMinor: 0n,
  discountMinor: 0n,
  returnMinor: 0n,
  shippingMinor: 0n,
  taxMinor: 0n,
  dutyMinor: 0n,
  tipMinor: 0n,
};

/**
 * The ledger of an order, oldest first as it came about: the sale, what was added or removed outside refunds, each
 * refund. A refund may take items off without sending money (a removal), send money for items removed before, or send
 * money alone; so an order has lost the larger of all that was taken off it and all money sent back, and each refund
 * stands with what it added to that. The entries sum to what the order is worth: Shopify's current total, unless more
 * money went back than was taken off. Shopify tells no moment of an edit that added something: it stands at the sale.
 * @param refunds all refunds known, those in the order's own facts included
 */
export function ledgerOf(order: Omit<OrderFacts, 'refunds'>, refunds: readonly RefundFacts[]): LedgerEntry[] {
  const sale = entry(order.processedAt, 'sale', 0n, order.totalMinor, {
    ...NOTHING,
    grossMinor: order.grossMinor,
    giftCardMinor: order.giftCardMinor,
    discountMinor: -order.discountMinor,
    shippingMinor: order.shippingMinor,
    taxMinor: order.taxMinor,
    dutyMinor: order.dutyMinor,
    tipMinor: order.tipMinor,
  });
  const edit = order.cancelledAt
    ? entry(order.cancelledAt, 'cancel', 0n, order.editMinor, NOTHING, 'returnMinor')
    : entry(
        order.processedAt,
        'edit',
        0n,
        order.editMinor,
        NOTHING,
        order.editMinor > 0n ? 'grossMinor' : 'returnMinor',
      );

  const added = order.editMinor > 0n ? order.editMinor : 0n;
  let takenOff = added - order.editMinor;
  let sentBack = 0n;
  let lost = takenOff;
  const entries = [sale, edit];
  for (const refund of inTime(refunds)) {
    takenOff += taken(refund);
    sentBack += refund.totalMinor;
    const ordered = order.totalMinor + added;
    const nowLost = max(takenOff < ordered ? takenOff : ordered, sentBack);
    const kind = refund.totalMinor > 0n ? 'refund' : order.cancelledAt ? 'cancel' : 'edit';
    const parts = {
      ...NOTHING,
      shippingMinor: -refund.shippingMinor,
      taxMinor: -refund.taxMinor,
      dutyMinor: -refund.dutyMinor,
    };
    entries.push(entry(refund.processedAt, kind, refund.id, lost - nowLost, parts, 'returnMinor'));
    lost = nowLost;
  }
  return entries.filter((item) => item.kind === 'sale' || item.totalMinor !== 0n);
}

/** The entry that ends the ledger of an order that was deleted in Shopify: nothing is left of its worth. */
export function deletionOf(deletedAt: Date, ledger: readonly LedgerEntry[]): LedgerEntry {
  return entry(deletedAt, 'deletion', 0n, -valueOf(ledger), NOTHING, 'returnMinor');
}

/** What an order is worth by its ledger. */
export function valueOf(ledger: readonly LedgerEntry[]): bigint {
  return ledger.reduce((sum, item) => sum + item.totalMinor, 0n);
}

/** What a refund took off its order: goods, shipping, duties and their tax. */
export function taken(refund: RefundFacts): bigint {
  return refund.goodsMinor + refund.shippingMinor + refund.dutyMinor + refund.taxMinor;
}

/** An entry whose parts sum to its total: what they leave goes to `rest`. */
function entry(
  at: Date,
  kind: LedgerEntry['kind'],
  ref: bigint,
  totalMinor: bigint,
  parts: Parts,
  rest: keyof Parts | 'otherMinor' = 'otherMinor',
): LedgerEntry {
  const left = totalMinor - Object.values(parts).reduce((sum, part) => sum + part, 0n);
  const whole = { at, kind, ref, ...parts, otherMinor: 0n, totalMinor };
  return { ...whole, [rest]: whole[rest] + left };
}

function inTime(refunds: readonly RefundFacts[]): RefundFacts[] {
  return [...refunds].sort(
    (a, b) => a.processedAt.getTime() - b.processedAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

const max = (a: bigint, b: bigint) => (a > b ? a : b);

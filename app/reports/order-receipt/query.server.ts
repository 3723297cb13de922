import { findSettings } from '~/attribution/attribution-store.server';
import { readReceipts } from '~/attribution/read-receipts.server';
import { isEvidenceWhole } from '~/attribution/revalue';
import { db, type Shop } from '~/db.server';
import { interpretOrderReceipt, type OrderReceiptView } from '~/reports/order-receipt/interpret';
import { notesOf } from '~/reports/order-receipt/notes';
import { keptSince } from '~/tracking/retention-store.server';

/** Why an order was credited or was not; undefined where the shop has no such order. */
export async function orderReceipt(shop: Shop, orderId: bigint): Promise<OrderReceiptView | undefined> {
  const order = await db.order.findUnique({ where: { shopId_id: { shopId: shop.id, id: orderId } } });
  if (!order) return undefined;
  const own = { shopId: shop.id, orderId };
  const [ledger, refunds, standing, receipts, settings, since] = await Promise.all([
    db.ledgerEntry.findMany({ where: own, orderBy: [{ at: 'asc' }, { kind: 'desc' }, { ref: 'asc' }] }),
    db.refund.findMany({ where: own }),
    db.orderStanding.findUnique({ where: { shopId_orderId: own } }),
    readReceipts(shop.id, [orderId], db),
    findSettings(shop.id, db),
    keptSince(shop.id),
  ]);
  const receipt = receipts.get(orderId);
  const { id, name, processedAt, valueMinor, currency } = order;
  return interpretOrderReceipt({
    order: { id, name, placedAt: processedAt, valueMinor, currency },
    ledger,
    notes: notesOf(order, refunds),
    standing: standing && receipt ? { receipt, computedAt: standing.computedAt } : undefined,
    settings,
    evidenceKept: isEvidenceWhole(processedAt, since),
    zone: shop.timeZone,
  });
}

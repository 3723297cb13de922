import { db } from '~/db.server';
import { unscopedDropVisits } from '~/orders/journey-store.server';
import { unscopedDropMonths } from '~/orders/partition-store.server';
import { enqueue } from '~/queue/enqueue.server';
import { unscopedDropReceipts } from '~/shopify/receipt-expiry-store.server';
import {
  unscopedDropCheckouts,
  unscopedDropClicks,
  unscopedDropOpens,
  unscopedDropTouches,
} from '~/tracking/expiry-store.server';
import { type Cutoff, keptFrom, type KeptFrom } from '~/tracking/retention';
import { unscopedListRetentions, unscopedNoteKeptFrom } from '~/tracking/retention-store.server';

const PIECE = 2_000;
const PIECES = 25;

/**
 * Every hour: deletes what shops do not keep any longer. Months that no shop keeps are dropped whole; what some keep and
 * others do not is deleted in small pieces. Orders, their ledger, standings and credits stay, so totals do.
 */
export async function dropExpired(): Promise<void> {
  const now = new Date();
  const shops = (await unscopedListRetentions()).map((retention) => ({
    ...retention,
    kept: keptFrom(retention, now),
  }));
  if (shops.length === 0) return;
  await unscopedNoteKeptFrom(shops);
  const cutoffs = (of: keyof KeptFrom): Cutoff[] =>
    shops.map(({ shop, kept }) => ({ shop, before: kept[of] }));
  const keptByNone = (of: keyof KeptFrom) =>
    new Date(Math.min(...cutoffs(of).map(({ before }) => before.getTime())));

  await unscopedDropMonths('click', keptByNone('clicks'));
  await unscopedDropMonths('message_open', keptByNone('clicks'));
  await unscopedDropMonths('touch', keptByNone('touches'));
  const left = [
    await inPieces((most) => unscopedDropClicks(cutoffs('clicks'), most)),
    await inPieces((most) => unscopedDropOpens(cutoffs('clicks'), most)),
    await inPieces((most) => unscopedDropTouches(cutoffs('touches'), most)),
    await inPieces((most) => unscopedDropCheckouts(cutoffs('touches'), most)),
    await inPieces((most) => unscopedDropVisits(cutoffs('touches'), most)),
    await inPieces((most) => unscopedDropReceipts(cutoffs('receipts'), most)),
  ];
  // A month of receipts may hold one that still waits.
  await unscopedDropMonths('webhook_receipt', keptByNone('receipts'), { onlyEmpty: true });
  if (left.includes(true)) await enqueue(db, 'drop-expired', {}, { key: 'drop-expired' });
}

/** @returns whether there may be more */
async function inPieces(drop: (most: number) => Promise<number>): Promise<boolean> {
  for (let pieces = 0; pieces < PIECES; pieces += 1) {
    if ((await drop(PIECE)) < PIECE) return false;
  }
  return true;
}

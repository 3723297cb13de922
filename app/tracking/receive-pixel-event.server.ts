import { groupCommit } from '~/lib/group-commit';
import { type ArrivedPixelEvent, unscopedStorePixelReceipts } from '~/tracking/pixel-receipt-store.server';

/** Bodies that may wait for their commit, in characters: what bounds the memory when senders are faster than the disk. */
const WAITING_CHARACTERS = 16 * 1024 * 1024;

/**
 * Keeps a pixel event as it came, to be looked into by `jobs/ingest-pixels`, and answers once it is committed.
 * @throws QueueFull, or what the database says, where it could not be stored
 */
export const receivePixelEvent: (event: ArrivedPixelEvent) => Promise<void> = groupCommit(
  unscopedStorePixelReceipts,
  { group: 500, waiting: 10_000, weight: { most: WAITING_CHARACTERS, of: ({ body }) => body.length } },
);

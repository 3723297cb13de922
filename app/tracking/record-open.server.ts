import { randomBytes } from 'node:crypto';
import { groupCommit } from '~/lib/group-commit';
import { type ShopId, uuidv7 } from '~/lib/ids';
import type { ClickRequest } from '~/tracking/click-score';
import { scoreOpen } from '~/tracking/open-score';
import { unscopedStoreOpens } from '~/tracking/open-store.server';

const store = groupCommit(unscopedStoreOpens, { group: 500, waiting: 10_000 });

/**
 * Keeps one request of an e-mail's image, human or machine.
 * @throws QueueFull, or what the database says, where it could not be stored
 */
export async function recordOpen(
  { shop, deliveryId, versionId }: { shop: ShopId; deliveryId: bigint; versionId: bigint },
  request: ClickRequest,
  now: Date,
): Promise<void> {
  const scored = scoreOpen(request);
  await store({
    shop,
    at: now,
    id: uuidv7(now, randomBytes(10)),
    deliveryId,
    versionId,
    verdict: scored.verdict,
    verdictReason: scored.verdict === 'machine' ? scored.reason : null,
  });
}

import { randomFillSync } from 'node:crypto';
import { groupCommit } from '~/lib/group-commit';
import { type ShopId, uuidv7Bytes } from '~/lib/ids';
import { type ClickRequest, scoreClick } from '~/tracking/click-score';
import { unscopedStoreClicks } from '~/tracking/click-store.server';

const USER_AGENT_KEPT = 512;

/** Randomness is drawn for many clicks at a time: asking for it costs more than using it. */
const randomness = Buffer.alloc(5_120);
let used = randomness.length;

function random(bytes: number): Uint8Array {
  if (used + bytes > randomness.length) {
    randomFillSync(randomness);
    used = 0;
  }
  used += bytes;
  return randomness.subarray(used - bytes, used);
}

/** The link that was asked for: of a delivery, or a tracking link, whose visitors are told apart for a day. */
export interface ClickedLink {
  shop: ShopId;
  deliveryId: bigint | null;
  versionId: bigint;
  position: number;
  visitor?: string;
}

const store = groupCommit(unscopedStoreClicks, { group: 500, waiting: 10_000 });

/**
 * Keeps one request of a tracked URL, human or machine, and returns the bytes of the click's id once it is committed.
 * @throws QueueFull, or what the database says, where it could not be stored
 */
export async function recordClick(link: ClickedLink, request: ClickRequest, now: Date): Promise<Uint8Array> {
  const id = uuidv7Bytes(now, random(10));
  const scored = scoreClick(request);
  await store({
    shop: link.shop,
    at: now,
    id,
    deliveryId: link.deliveryId,
    versionId: link.versionId,
    linkPosition: link.position,
    method: request.method,
    userAgent: request.userAgent?.slice(0, USER_AGENT_KEPT) ?? null,
    verdict: scored.verdict,
    verdictReason: scored.verdict === 'machine' ? scored.reason : null,
    visitor: link.visitor ?? null,
  });
  return id;
}

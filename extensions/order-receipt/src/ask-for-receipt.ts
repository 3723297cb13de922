import type { BlockState, ReceiptAnswer } from './block-text.ts';

const PATIENCE_MS = 10_000;

/**
 * Asks the app for the receipt of an order. The admin adds the session token to what is asked of the app.
 * @param gid the order as the admin names it: gid://shopify/Order/1
 */
export async function askForReceipt(
  gid: string,
  ask: (path: string, init: RequestInit) => Promise<Response>,
): Promise<BlockState> {
  const id = /\/(\d+)$/.exec(gid)?.[1];
  if (id === undefined) return { kind: 'unknown' };
  try {
    const answer = await ask(`/app/order-receipt/${id}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status === 404) return { kind: 'unknown' };
    if (!answer.ok) return { kind: 'failed' };
    return { kind: 'known', receipt: (await answer.json()) as ReceiptAnswer };
  } catch {
    return { kind: 'failed' };
  }
}

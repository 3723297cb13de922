import type { DueVersion } from '~/messaging/delivery-store.server';

/** Whose turn it is, in a worker's own memory. */
export interface Turns {
  /** Of those that have something due, the one whose shop waited longest for its turn, and of its own the one that did. */
  next(due: readonly DueVersion[]): DueVersion | undefined;
}

/** Fair turns between shops, and between the messages of each: a large campaign holds up nobody else's small one. */
export function takeTurns(): Turns {
  let turn = 0;
  let lastTurn = new Map<string, number>();
  const shopKey = ({ shop }: DueVersion) => `${shop}`;
  const versionKey = ({ shop, versionId }: DueVersion) => `${shop}:${versionId}`;
  const last = (key: string) => lastTurn.get(key) ?? 0;
  return {
    next: (due) => {
      const [chosen] = due.toSorted(
        (a, b) => last(shopKey(a)) - last(shopKey(b)) || last(versionKey(a)) - last(versionKey(b)),
      );
      if (!chosen) return undefined;
      // Only those that wait are remembered, so the memory is as large as the queue is wide.
      const keys = new Set(due.flatMap((one) => [shopKey(one), versionKey(one)]));
      lastTurn = new Map([...lastTurn].filter(([key]) => keys.has(key)));
      turn += 1;
      lastTurn.set(shopKey(chosen), turn).set(versionKey(chosen), turn);
      return chosen;
    },
  };
}

import { groupCommit } from '~/lib/group-commit';
import { logger } from '~/lib/logger.server';
import { type DropCount, unscopedAddDrops } from '~/tracking/drop-store.server';

export type Door = 'webhook' | 'pixel' | 'click' | 'open' | 'unsubscribe' | 'digest' | 'callback';

const counted = new Map<string, DropCount>();

function add(drop: DropCount): void {
  const key = `${drop.day} ${drop.door} ${drop.reason}`;
  const before = counted.get(key)?.count ?? 0;
  counted.set(key, { ...drop, count: before + drop.count });
}

/** One write is under way and one waits: that one takes everything counted until it begins. */
const flush = groupCommit(
  async () => {
    const drops = [...counted.values()];
    counted.clear();
    if (drops.length === 0) return;
    try {
      await unscopedAddDrops(drops);
    } catch (error) {
      for (const drop of drops) add(drop);
      logger.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'drops_not_stored');
    }
  },
  { group: 1, waiting: 1 },
);

/**
 * Counts what a door turned away, without making its sender wait: added up in memory and written in groups, so that a
 * flood of bad requests is not a flood of writes. What cannot be written now is written with the next one.
 * @param reason a lower_snake word of our own, never anything that the sender sent
 */
export function countDrop(door: Door, reason: string, now: Date, count = 1): void {
  add({ day: now.toISOString().slice(0, 10), door, reason, count });
  flush(undefined).catch(() => undefined); // refused only while a later write is sure to take this count
}

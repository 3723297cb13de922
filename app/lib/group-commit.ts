/** The queue is full: the sender should try again later. */
export class QueueFull extends Error {
  override name = 'QueueFull';
}

/**
 * Writes items in groups by back-pressure, without a timer: the first item is written at once, and what arrives while
 * that write is under way shares the next one. The promise of an item settles with its own group's write.
 * @param write stores one group durably, or throws
 * @param limits `group`: items per write at most; `waiting`: items that may wait before `QueueFull` is thrown
 */
export function groupCommit<T>(
  write: (items: T[]) => Promise<void>,
  limits: { group: number; waiting: number },
): (item: T) => Promise<void> {
  interface Waiting {
    item: T;
    resolve: () => void;
    reject: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let writing = false;

  const drain = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const group = waiting.splice(0, limits.group);
      try {
        await write(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    writing = false;
  };

  return (item) =>
    new Promise<void>((resolve, reject) => {
      if (waiting.length >= limits.waiting) return reject(new QueueFull());
      waiting.push({ item, resolve, reject });
      if (!writing) void drain();
    });
}

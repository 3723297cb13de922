/** The queue is full: the sender should try again later. */
export class QueueFull extends Error {
  override name = 'QueueFull';
}

/**
 * Writes items in groups by back-pressure, without a timer: the first item is written at once, and what arrives while
 * that write is under way shares the next one. The promise of an item settles with its own group's write, once the next
 * write has begun: the database works while those who wait are answered.
 * @param write stores one group durably, or rejects
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

  const writeNext = (): void => {
    writing = waiting.length > 0;
    if (!writing) return;
    const group = waiting.splice(0, limits.group);
    const settle = (one: (waiting: Waiting) => void): void => {
      writeNext();
      setImmediate(() => group.forEach(one));
    };
    write(group.map(({ item }) => item)).then(
      () => settle(({ resolve }) => resolve()),
      (error: unknown) => settle(({ reject }) => reject(error)),
    );
  };

  return (item) =>
    new Promise<void>((resolve, reject) => {
      if (waiting.length >= limits.waiting) return reject(new QueueFull());
      waiting.push({ item, resolve, reject });
      if (!writing) writeNext();
    });
}

/** The queue is full: the sender should try again later. */
export class QueueFull extends Error {
  override name = 'QueueFull';
}

interface Limits<T> {
  /** Items per write at most. */
  group: number;
  /** Items that may wait. */
  waiting: number;
  /** What the items that wait or are being written may weigh together. */
  weight?: { most: number; of: (item: T) => number };
}

const WEIGHTLESS = { most: 0, of: () => 0 };

/**
 * Writes items in groups by back-pressure, without a timer: the first item is written at once, and what arrives while
 * that write is under way shares the next one, together with what has already reached the process and is just being read.
 * The promise of an item settles with its own group's write, once the next write has begun: the database works while
 * those who wait are answered.
 * @param write stores one group durably, or rejects
 * @returns takes an item; rejects with `QueueFull` where it would pass the limits
 */
export function groupCommit<T>(
  write: (items: T[]) => Promise<void>,
  { group: most, waiting: mostWaiting, weight = WEIGHTLESS }: Limits<T>,
): (item: T) => Promise<void> {
  const groups: Group<T>[] = [];
  let waiting = 0;
  let held = 0;
  let writing = false;

  const writeNext = (): void => {
    const group = groups.shift();
    writing = group !== undefined;
    if (!group) return;
    const { items, resolve, reject } = group;
    waiting -= items.length;
    const settle = (answer: () => void): void => {
      for (const item of items) held -= weight.of(item);
      setImmediate(() => {
        writeNext();
        setImmediate(answer);
      });
    };
    write(items).then(
      () => settle(resolve),
      (error: unknown) => settle(() => reject(error)),
    );
  };

  return (item) => {
    const heavier = held + weight.of(item);
    if (waiting >= mostWaiting || heavier > weight.most) return Promise.reject(new QueueFull());
    let group = groups.at(-1);
    if (!group || group.items.length >= most) groups.push((group = new Group<T>()));
    group.items.push(item);
    waiting += 1;
    held = heavier;
    const { written } = group;
    if (!writing) writeNext();
    return written;
  };
}

/** Items that are written together: they have one fate, and one promise of it. */
class Group<T> {
  readonly items: T[] = [];
  resolve!: () => void;
  reject!: (error: unknown) => void;
  readonly written = new Promise<void>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

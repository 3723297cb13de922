export interface BucketSize {
  /** How many may come at once. */
  burst: number;
  /** How many more every second, in the long run. */
  perSecond: number;
  /** This many keys are remembered, and never more than twice as many: one that is forgotten begins anew. */
  keys: number;
}

/**
 * A token bucket per key, in memory that is bounded without a timer: keys live in two generations, and when the younger
 * one is full it becomes the older, which is forgotten. Whoever keeps coming is carried along. Of a bucket only the
 * moment is kept at which it is full again (the generic cell rate algorithm): most keys come once.
 * @returns takes one token of a key at a moment in ms; false where none is left
 */
export function tokenBuckets<Key extends string | number>({
  burst,
  perSecond,
  keys,
}: BucketSize): (key: Key, now: number) => boolean {
  const perToken = 1_000 / perSecond;
  const withOneLeft = (burst - 1) * perToken;
  let young = new Map<Key, number>();
  let old = new Map<Key, number>();
  let clock = 0;

  return (key, now) => {
    clock = Math.max(clock, now); // one that is set back gives nothing, and takes nothing
    const known = young.get(key);
    const full = Math.max(known ?? old.get(key) ?? 0, clock);
    const isLeft = full - clock <= withOneLeft;
    if (known === undefined && young.size >= keys) {
      old = young;
      young = new Map();
    }
    young.set(key, isLeft ? full + perToken : full);
    return isLeft;
  };
}

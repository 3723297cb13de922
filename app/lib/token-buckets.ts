export interface BucketSize {
  /** How many may come at once. */
  burst: number;
  /** How many more every second, in the long run. */
  perSecond: number;
  /** This many keys are remembered, and never more than twice as many: one that is forgotten begins anew. */
  keys: number;
}

interface Bucket {
  tokens: number;
  /** When `tokens` was right, in ms. */
  at: number;
}

/**
 * A token bucket per key, in memory that is bounded without a timer: keys live in two generations, and when the younger
 * one is full it becomes the older, which is forgotten. Whoever keeps coming is carried along.
 * @returns takes one token of a key at a moment in ms; false where none is left
 */
export function tokenBuckets({ burst, perSecond, keys }: BucketSize): (key: string, now: number) => boolean {
  let young = new Map<string, Bucket>();
  let old = new Map<string, Bucket>();

  const bucketOf = (key: string, now: number): Bucket => {
    const known = young.get(key);
    if (known) return known;
    const bucket = old.get(key) ?? { tokens: burst, at: now };
    if (young.size >= keys) {
      old = young;
      young = new Map();
    }
    young.set(key, bucket);
    return bucket;
  };

  return (key, now) => {
    const bucket = bucketOf(key, now);
    const elapsed = Math.max(0, now - bucket.at) / 1_000; // a clock that is set back gives nothing, and takes nothing
    bucket.tokens = Math.min(burst, bucket.tokens + elapsed * perSecond);
    bucket.at = Math.max(bucket.at, now);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
}

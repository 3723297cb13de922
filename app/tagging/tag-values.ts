/** A value in the form that reports stay readable with: lower case, no spaces or accents, words apart by underscores. */
export function tidyTagValue(value: string): string {
  return value
    .trim()
    .replace(/[ßẞ]/g, 'ss')
    .replace(/[æÆ]/g, 'ae')
    .replace(/[œŒ]/g, 'oe')
    .replace(/[øØ]/g, 'o')
    .replace(/[łŁ]/g, 'l')
    .replace(/[đðĐÐ]/g, 'd')
    .replace(/[þÞ]/g, 'th')
    .replace(/ı/g, 'i')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9._~+-]+/g, '_')
    .replace(/_{2,}/g, '_')
    .replace(/^_|_$/g, '');
}

/**
 * The known value that this one is probably meant to be: written otherwise ("News-Letter"), or with a letter
 * missing, added, changed or swapped. Values that differ in their numbers are different on purpose.
 */
export function nearDuplicateOf(value: string, known: readonly string[]): string | undefined {
  if (value === '' || known.includes(value)) return undefined;
  const key = keyOf(value);
  const sameKey = known.find((other) => keyOf(other) === key);
  if (sameKey !== undefined) return sameKey;
  return known.find((other) => {
    const otherKey = keyOf(other);
    const shorter = Math.min(key.length, otherKey.length);
    if (shorter < 5 || numbersOf(value) !== numbersOf(other)) return false;
    return isWithin(key, otherKey, shorter < 10 ? 1 : 2);
  });
}

const keyOf = (value: string) => tidyTagValue(value).replace(/[^a-z0-9]/g, '');
const numbersOf = (value: string) => (value.match(/\d+/g) ?? []).join(' ');

/** Whether two texts are at most `limit` edits apart (optimal string alignment). */
function isWithin(a: string, b: string, limit: number): boolean {
  if (Math.abs(a.length - b.length) > limit) return false;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        distance = Math.min(distance, at(beforeLast, j - 2) + 1);
      row.push(distance);
    }
    if (Math.min(...row) > limit) return false;
    beforeLast = last;
    last = row;
  }
  return at(last, b.length) <= limit;
}

const at = (row: readonly number[], index: number) => row[index] ?? Infinity;

import { wilson } from '~/lib/intervals';
import { formatMoney, type Money } from '~/lib/money';

/** A number as a page shows it, with what it means. */
export interface Metric {
  name: string;
  /** Formatted; null where it is not known, which is never shown as zero. */
  value: string | null;
  /** Why it is not known, as a sentence; null where it is. */
  unknown: string | null;
  /** Against the period before; null where that has nothing to compare with. */
  change: Change | null;
  /** Of a share of few: "1.2% to 8%", where its 95 % interval lies. */
  interval?: string;
  /** What exactly is counted, on which date basis and under which rule. */
  definition: string;
}

export interface Change {
  /** "+12.5%" */
  text: string;
  direction: 'up' | 'down' | 'same';
  /** The value of the period before, formatted. */
  before: string;
}

/** A part of a whole; undefined where the whole is zero. */
export interface Ratio {
  part: bigint | number;
  whole: bigint | number;
}

interface Meaning {
  name: string;
  definition: string;
}

/** How many; undefined is unknown, for the reason given. */
export function countMetric(
  meaning: Meaning,
  now: number | undefined,
  before?: number,
  unknown = 'This is not known.',
): Metric {
  if (now === undefined) return unknownMetric(meaning, unknown);
  const change = before === undefined ? null : changeOf(now, before, formatCount(before));
  return { ...meaning, value: formatCount(now), unknown: null, change };
}

/** An amount; undefined is unknown, for the reason given. */
export function moneyMetric(
  meaning: Meaning,
  now: Money | undefined,
  before?: Money,
  unknown = 'This is not known.',
): Metric {
  if (now === undefined) return unknownMetric(meaning, unknown);
  const change = before ? changeOf(Number(now.minor), Number(before.minor), formatMoney(before)) : null;
  return { ...meaning, value: formatMoney(now), unknown: null, change };
}

/** A share; of nothing it is unknown, for the reason given. The change of a share is in percentage points. */
export function shareMetric(
  meaning: Meaning,
  now: Ratio | undefined,
  before?: Ratio,
  unknown = 'This is not known.',
): Metric {
  const share = now && shareOf(now);
  if (share === undefined) return unknownMetric(meaning, unknown);
  const earlier = before && shareOf(before);
  return {
    ...meaning,
    value: formatShare(share),
    unknown: null,
    ...(now && intervalOf(now)),
    change:
      earlier === undefined
        ? null
        : {
            text: `${signed((share - earlier) * 100)} points`,
            direction: directionOf(share - earlier),
            before: formatShare(earlier),
          },
  };
}

/** From so many on, a share is as good as it looks. */
const MANY = 100;

/** Wilson's interval of a share of few that was counted; a share of money has none. */
function intervalOf({ part, whole }: Ratio): Pick<Metric, 'interval'> {
  if (typeof part !== 'number' || typeof whole !== 'number' || part >= MANY || part > whole) return {};
  const { low, high } = wilson(part, whole);
  return { interval: `${formatShare(low)} to ${formatShare(high)}` };
}

export function unknownMetric(meaning: Meaning, unknown: string): Metric {
  return { ...meaning, value: null, unknown, change: null };
}

const plain = new Intl.NumberFormat('en');
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const withSign = new Intl.NumberFormat('en', { maximumFractionDigits: 1, signDisplay: 'exceptZero' });

export const formatCount = (count: number): string => plain.format(count);

/** 0.125 → "12.5%" */
export const formatShare = (share: number): string => percent.format(share);

/** For showing alone: what is counted on is never a float. */
export function shareOf({ part, whole }: Ratio): number | undefined {
  return Number(whole) === 0 ? undefined : Number(part) / Number(whole);
}

function changeOf(now: number, before: number, shown: string): Change | null {
  if (before === 0) return null;
  const relative = (now - before) / Math.abs(before);
  return { text: `${signed(relative * 100)}%`, direction: directionOf(relative), before: shown };
}

const directionOf = (difference: number) => (difference > 0 ? 'up' : difference < 0 ? 'down' : 'same');

const signed = (number: number) => withSign.format(number);

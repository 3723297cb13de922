import { type Grade, gradeLabel, gradeMeaning, GRADES } from '~/attribution/evidence';
import { formatMoney, splitByWeights } from '~/lib/money';
import type { GradeSum } from '~/reports/grade-sums.server';
import { formatCount, formatShare } from '~/reports/metric';
import { sumMinor } from '~/reports/totals';

/** How much of credited revenue rests on which evidence. */
export interface GradesView {
  /** "82% of the credited revenue rests on signed clicks, 11% on tags of visits and 7% on discount codes." */
  sentence: string;
  /** The best evidence first; those alone that something rests on. Shares and amounts add up to the whole. */
  parts: GradePart[];
  total: string;
}

export interface GradePart {
  grade: Grade;
  label: string;
  meaning: string;
  orders: string;
  amount: string;
  /** "82%"; null where there is no whole to be a part of. */
  share: string | null;
}

/** Grades of one kind, as the sentence calls them. */
const KIND: Record<Grade, string> = {
  click_id: 'signed clicks',
  cart_click_id: 'signed clicks',
  pixel_tags: 'tags of visits',
  journey_tags: 'tags of visits',
  landing_tags: 'tags of visits',
  discount_code: 'discount codes',
  contact_click: 'clicks of known contacts',
};

/** Shares are told to the tenth of a percent. */
const TENTHS = 1_000n;

/** @param sums null: of what is shown, nobody kept on which evidence it rests */
export function interpretGrades(sums: readonly GradeSum[] | null, currency: string): GradesView {
  const found = GRADES.flatMap((grade) => sums?.find((sum) => sum.grade === grade) ?? []);
  const amounts = found.map(({ amountMinor }) => amountMinor);
  const total = sumMinor(amounts);
  const divisible = total > 0n && amounts.every((amount) => amount >= 0n);
  const tenths = divisible ? splitByWeights(TENTHS, amounts).map(Number) : [];
  const shareOf = (part: number) => formatShare(part / Number(TENTHS));
  return {
    sentence: sums ? sentenceOf(found, tenths, shareOf) : NOT_KEPT,
    parts: found.map(({ grade, orders, amountMinor }, index) => {
      const part = tenths[index];
      return {
        grade,
        label: gradeLabel[grade],
        meaning: gradeMeaning[grade],
        orders: formatCount(orders),
        amount: formatMoney({ minor: amountMinor, currency }),
        share: part === undefined ? null : shareOf(part),
      };
    }),
    total: formatMoney({ minor: total, currency }),
  };
}

const NOT_KEPT = 'On which evidence credits rest is known of the version in force alone.';

function sentenceOf(
  found: readonly GradeSum[],
  tenths: readonly number[],
  shareOf: (part: number) => string,
): string {
  if (found.length === 0) return 'Nothing is credited, so nothing rests on any evidence.';
  if (tenths.length === 0) return 'What refunds took back leaves no shares to tell.';
  const kinds = [...new Set(found.map(({ grade }) => KIND[grade]))].map((kind) => ({
    kind,
    part: found.reduce((sum, { grade }, index) => sum + (KIND[grade] === kind ? (tenths[index] ?? 0) : 0), 0),
  }));
  const [first, ...others] = kinds;
  const rest = others.map(({ kind, part }) => `${shareOf(part)} on ${kind}`);
  const last = rest.pop();
  const tail =
    last === undefined ? '' : rest.length === 0 ? ` and ${last}` : `, ${rest.join(', ')} and ${last}`;
  return `${shareOf(first?.part ?? 0)} of the credited revenue rests on ${first?.kind}${tail}.`;
}

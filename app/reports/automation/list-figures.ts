import { formatMoney } from '~/lib/money';
import { formatCount, formatShare, type Ratio, shareOf } from '~/reports/metric';
import { clickShare, earnedBy, openShare, type VersionSum } from '~/reports/automation/version-sum';

/** A number of the list; where it is not known, why. */
export type ListFigure = { text: string } | { unknown: string };

/** What one automation came to since it was first published. */
export interface ListFigures {
  opened: ListFigure;
  clicked: ListFigure;
  goal: ListFigure;
  revenue: ListFigure;
}

export function figuresOf(
  sums: readonly VersionSum[],
  enrolments: { entered: number; goal: number } | undefined,
  currency: string,
): ListFigures {
  const kept = sums.every((one) => one.kept);
  const earned = earnedBy(sums);
  const none = 'Nothing has been delivered yet.';
  const old = 'Some of it was sent before what your settings keep.';
  return {
    opened: share(openShare(sums), kept ? 'No e-mail has been delivered yet.' : old),
    clicked: share(clickShare(sums), kept ? (earned ? none : 'Its sales are not tracked.') : old),
    goal: enrolments
      ? {
          text: `${formatCount(enrolments.goal)} (${formatShare(enrolments.goal / enrolments.entered)})`,
        }
      : { unknown: 'Nobody has entered yet.' },
    revenue: earned
      ? { text: formatMoney({ minor: earned.revenueMinor, currency }) }
      : { unknown: sums.length === 0 ? none : 'Its sales are not tracked.' },
  };
}

function share(ratio: Ratio | undefined, unknown: string): ListFigure {
  const known = ratio && shareOf(ratio);
  return known === undefined ? { unknown } : { text: formatShare(known) };
}

import type { Settings } from '~/attribution/facts';
import { ruleSentence } from '~/attribution/rule-text';
import type { AutomationStatus, PublishedFlow } from '~/automations/automation';
import { surroundingsOf } from '~/automations/flow-words';
import { type EarnedView, earnedMetrics } from '~/reports/automation/earned';
import { placedSteps } from '~/reports/automation/placed-steps';
import { leavingReason, type StepView, stepView } from '~/reports/automation/step-view';
import type { VersionSum } from '~/reports/automation/version-sum';
import { countMetric, formatCount, formatShare, type Metric } from '~/reports/metric';

export interface AutomationReportData {
  name: string;
  status: AutomationStatus;
  /** As they were published, the newest first. */
  versions: PublishedFlow[];
  /** The shop's other automations, by id. */
  others: ReadonlyMap<string, { name: string }>;
  enrolled: { version: number; state: string; reason: string | null; count: number }[];
  /** Enrolments by what a step came to for them. */
  done: { stepId: string; outcome: string; count: number }[];
  /** Enrolments that stand at a step, or left at it, which was not done for them. */
  standing: { stepId: string; state: string; reason: string | null; count: number }[];
  /** Messages that were skipped or failed. */
  notSent: { stepId: string; state: string; reason: string; count: number }[];
  /** Distinct orders with a credit of any of its messages. */
  orders: number;
  settings: Settings;
  sums: VersionSum[];
  currency: string;
}

export interface AutomationReportView extends EarnedView {
  name: string;
  status: AutomationStatus;
  published: boolean;
  entered: Metric;
  inside: Metric;
  completed: Metric;
  goal: Metric;
  left: Metric;
  notSent: Metric;
  /** Why contacts left before the end, most first; sums to `goal` and `left`. */
  exits: { reason: string; count: string }[];
  /** Those of the published version in its order, then those that only earlier versions had. */
  steps: StepView[];
  /** The newest first. */
  versions: VersionView[];
  /** "Last click within 5 days before the order, over all sources." */
  basis: string;
}

/** How contacts fared who entered one version. */
export interface VersionView {
  version: number;
  published: string;
  entered: string;
  inside: string;
  completed: string;
  goal: string;
  left: string;
}

/** @param momentInWords such as 25 Nov 2026, 09:00 */
export function interpretAutomation(
  data: AutomationReportData,
  momentInWords: (at: Date) => string,
): AutomationReportView {
  const { versions, enrolled, currency, sums } = data;
  const published = versions.length > 0;
  const known = (count: number) => (published ? count : undefined);
  const nobody = 'It was not published yet.';
  const count = (name: string, definition: string, of: (one: Enrolled) => boolean) =>
    countMetric({ name, definition }, known(total(enrolled.filter(of))), undefined, nobody);
  const around = surroundingsOf(versions.map(({ flow }) => flow).reverse(), data.others, currency);
  const rule = ruleSentence(data.settings);
  const notSent = total(data.notSent);
  return {
    name: data.name,
    status: data.status,
    published,
    entered: count('Entered', 'Times that a contact entered, of all versions.', () => true),
    inside: count(
      'Inside now',
      'Contacts who wait at a step, those held because the automation is off included.',
      ({ state }) => state === 'inside',
    ),
    completed: count(
      'Completed',
      'Times that a contact came to the end of the flow.',
      ({ state }) => state === 'completed',
    ),
    goal: count('Met the goal', 'Times that a contact left because a goal was met.', isGoal),
    left: count(
      'Left early',
      'Times that a contact left before the end for another reason than a goal.',
      (one) => one.state === 'exited' && !isGoal(one),
    ),
    notSent: countMetric(
      {
        name: 'Messages not sent',
        definition: 'Messages that were skipped, each with its reason below, or that a provider refused.',
      },
      known(notSent),
      undefined,
      nobody,
    ),
    ...earnedMetrics({ orders: data.orders, sums, currency, rule, entered: total(enrolled) }),
    exits: mostFirst(enrolled.filter(({ state }) => state === 'exited')).map(({ reason, count }) => ({
      reason: leavingReason(reason),
      count: formatCount(count),
    })),
    steps: placedSteps(versions.map(({ flow }) => flow)).map((placed) =>
      stepView(placed, data, around, momentInWords),
    ),
    versions: versions.map(({ version, publishedAt }) =>
      versionView(
        enrolled.filter((one) => one.version === version),
        { version, published: momentInWords(publishedAt) },
      ),
    ),
    basis: rule,
  };
}

type Enrolled = AutomationReportData['enrolled'][number];

const isGoal = ({ reason }: Pick<Enrolled, 'reason'>) => reason === 'goal_met';

const total = (some: readonly { count: number }[]) => some.reduce((sum, { count }) => sum + count, 0);

function mostFirst(some: readonly Enrolled[]): { reason: string | null; count: number }[] {
  const counts = new Map<string | null, number>();
  for (const { reason, count } of some) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}

function versionView(
  enrolled: readonly Enrolled[],
  head: Pick<VersionView, 'version' | 'published'>,
): VersionView {
  const all = total(enrolled);
  const of = (isOne: (one: Enrolled) => boolean) => {
    const count = total(enrolled.filter(isOne));
    return all === 0 ? '0' : `${formatCount(count)} (${formatShare(count / all)})`;
  };
  return {
    ...head,
    entered: formatCount(all),
    inside: of(({ state }) => state === 'inside'),
    completed: of(({ state }) => state === 'completed'),
    goal: of(isGoal),
    left: of((one) => one.state === 'exited' && !isGoal(one)),
  };
}

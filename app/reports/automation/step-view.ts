import { EXIT_REASONS, exitInWords } from '~/automations/automation';
import { stepInWords, stepKindLabel, type Surroundings } from '~/automations/flow-words';
import { channelLabel } from '~/channels/channel';
import { formatMoney } from '~/lib/money';
import { reasonInWords } from '~/messaging/delivery';
import type { AutomationReportData } from '~/reports/automation/interpret';
import type { PlacedStep } from '~/reports/automation/placed-steps';
import { clickShare, earnedBy, openShare, type VersionSum } from '~/reports/automation/version-sum';
import { formatCount, formatShare, type Ratio, shareOf } from '~/reports/metric';

/** How contacts fared at one step. */
export interface StepView {
  id: string;
  kind: string;
  text: string;
  depth: number;
  way: 'yes' | 'no' | null;
  /** Whether only earlier versions had it. */
  gone: boolean;
  reached: number;
  waiting: number;
  /** Of those who reached it, the share that left before it was done; null where nobody did. */
  dropOff: string | null;
  /** Why they left, most first. */
  left: { reason: string; count: number }[];
  /** Of an If/Else: who went which way. */
  answers: { yes: number; no: number } | null;
  /** Of a step that sends. */
  message: MessageView | null;
}

export interface MessageView extends MessageFigures {
  /** Why it was not sent, most first. */
  notSent: { reason: string; count: number }[];
  /** As it was frozen, the newest first. */
  versions: (MessageFigures & { id: string; frozen: string; subject: string })[];
}

/** Null where it cannot be known. */
export interface MessageFigures {
  delivered: number;
  opened: string | null;
  clicked: string | null;
  orders: string | null;
  revenue: string | null;
}

export const leavingReason = (reason: string | null): string =>
  EXIT_REASONS.filter((one) => one === reason).map((one) => exitInWords[one])[0] ?? 'left';

export function stepView(
  { step, depth, way, gone }: PlacedStep,
  data: AutomationReportData,
  around: Surroundings,
  momentInWords: (at: Date) => string,
): StepView {
  const done = data.done.filter(({ stepId }) => stepId === step.id);
  const standing = data.standing.filter(({ stepId }) => stepId === step.id);
  const exited = standing.filter(({ state }) => state === 'exited');
  const reached = total(done) + total(standing);
  const answered = (outcome: string) => total(done.filter((one) => one.outcome === outcome));
  return {
    id: step.id,
    kind: step.kind === 'send' ? channelLabel[step.channel] : stepKindLabel[step.kind],
    text: stepInWords(step, around),
    depth,
    way,
    gone,
    reached,
    waiting: total(standing.filter(({ state }) => state === 'inside')),
    dropOff: reached === 0 ? null : formatShare(total(exited) / reached),
    left: exited.map(({ reason, count }) => ({ reason: leavingReason(reason), count })),
    answers: step.kind === 'if_else' ? { yes: answered('yes'), no: answered('no') } : null,
    message: step.kind === 'send' ? messageView(step.id, data, momentInWords) : null,
  };
}

/** The most telling numbers of a step in a line, "2 waiting · 14 sent · €120.00"; empty where nobody came to it. */
export function numbersInWords({ reached, waiting, message }: StepView): string {
  if (reached === 0) return '';
  const words = [
    waiting > 0 && `${formatCount(waiting)} waiting`,
    message ? `${formatCount(message.delivered)} sent` : `${formatCount(reached)} reached it`,
    message?.revenue,
  ];
  return words.filter(Boolean).join(' · ');
}

function messageView(
  id: string,
  { sums, notSent, currency }: AutomationReportData,
  momentInWords: (at: Date) => string,
): MessageView {
  const own = sums.filter(({ stepId }) => stepId === id);
  return {
    ...figuresOf(own, currency),
    notSent: notSent
      .filter(({ stepId }) => stepId === id)
      .map(({ reason, count }) => ({ reason: reasonInWords(reason), count })),
    versions: own.map((sum) => ({
      id: String(sum.versionId),
      frozen: momentInWords(sum.frozenAt),
      subject: sum.subject,
      ...figuresOf([sum], currency),
    })),
  };
}

function figuresOf(sums: readonly VersionSum[], currency: string): MessageFigures {
  const earned = earnedBy(sums);
  return {
    delivered: sums.reduce((sum, { delivered }) => sum + delivered, 0),
    opened: shareText(openShare(sums)),
    clicked: shareText(clickShare(sums)),
    orders: earned ? formatCount(earned.orders) : null,
    revenue: earned ? formatMoney({ minor: earned.revenueMinor, currency }) : null,
  };
}

function shareText(ratio: Ratio | undefined): string | null {
  const share = ratio && shareOf(ratio);
  return share === undefined ? null : formatShare(share);
}

const total = (some: readonly { count: number }[]) => some.reduce((sum, { count }) => sum + count, 0);

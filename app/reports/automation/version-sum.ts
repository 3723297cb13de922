import type { Ratio } from '~/reports/metric';

/** What one frozen version of a step's message came to. */
export interface VersionSum {
  automationId: bigint;
  stepId: string;
  versionId: bigint;
  frozenAt: Date;
  channel: string;
  subject: string;
  tracked: boolean;
  /** Whether it is a WhatsApp template, whose buttons lead past the app. */
  fromTemplate: boolean;
  /** Handed over and not failed. */
  delivered: number;
  unsubscribed: number;
  /** People who displayed it, and who clicked in it. */
  opened: number;
  clicked: number;
  /** Whether all opens and clicks of it are still kept. */
  kept: boolean;
  /** Orders with a credit of it, by the rule that decided each. */
  orders: number;
  /** In minor units of the shop's currency. */
  revenueMinor: bigint;
}

/** Opened of the e-mails that were delivered; undefined where that cannot be known. */
export const openShare = (sums: readonly VersionSum[]): Ratio | undefined =>
  shareOfDelivered(
    sums.filter(({ channel }) => channel === 'email'),
    ({ opened }) => opened,
  );

/** Clicked of the tracked messages that were delivered; undefined where that cannot be known. */
export const clickShare = (sums: readonly VersionSum[]): Ratio | undefined =>
  shareOfDelivered(
    sums.filter(({ tracked, fromTemplate }) => tracked && !fromTemplate),
    ({ clicked }) => clicked,
  );

function shareOfDelivered(
  sums: readonly VersionSum[],
  partOf: (sum: VersionSum) => number,
): Ratio | undefined {
  if (sums.some(({ kept }) => !kept)) return undefined;
  const whole = sums.reduce((sum, { delivered }) => sum + delivered, 0);
  return whole === 0 ? undefined : { part: sums.reduce((sum, one) => sum + partOf(one), 0), whole };
}

/** Null where no message's sales are tracked. Orders with credits of several versions count once for each. */
export function earnedBy(sums: readonly VersionSum[]): { orders: number; revenueMinor: bigint } | undefined {
  const tracked = sums.filter((one) => one.tracked);
  if (tracked.length === 0) return undefined;
  return {
    orders: tracked.reduce((sum, { orders }) => sum + orders, 0),
    revenueMinor: tracked.reduce((sum, { revenueMinor }) => sum + revenueMinor, 0n),
  };
}

import { unscopedForgetCheckouts } from '~/automations/checkout-store.server';
import { askForSegments } from '~/jobs/read-segment';
import { reviewClicks } from '~/jobs/review-clicks';
import { unscopedAskForReadings } from '~/channels/bounce-mailbox-store.server';
import { unscopedMarkFinishedSent } from '~/campaigns/campaign-status-store.server';
import { unscopedAskForWinners } from '~/campaigns/variant-choice-store.server';
import { db } from '~/db.server';
import { unscopedInterruptDeliveries } from '~/messaging/delivery-store.server';
import { unscopedEnsurePartitions } from '~/orders/partition-store.server';
import { unscopedReleaseJobsOfTheDead, unscopedRetryGivenUpJobs } from '~/queue/worker-process-store.server';
import { unscopedAskForMarketing } from '~/shopify/sharing-store.server';
import { unscopedAskForDigests } from '~/reports/digest/digest-store.server';
import { unscopedAskForSweeps } from '~/shopify/sync-store.server';

/** Longer than anybody waits for one to count as abandoned. */
const CHECKOUT_KEPT_MS = 400 * 86_400_000;

/**
 * Every minute: months ahead have their partitions, jobs that were lost or given up get another go, what dead workers
 * were handing over is given up, campaigns that are over end, so do tests of variants, due sweeps, readings of
 * mailboxes, tellings of marketing and digests are asked for, the last clicks are looked at together, segments that
 * automations watch are read, and old open checkouts forgotten.
 */
export async function keepHouse(): Promise<void> {
  await unscopedEnsurePartitions(new Date());
  await unscopedReleaseJobsOfTheDead();
  await unscopedInterruptDeliveries();
  await unscopedMarkFinishedSent(new Date());
  await unscopedAskForWinners(new Date());
  await unscopedRetryGivenUpJobs();
  await unscopedAskForSweeps(new Date());
  await unscopedAskForReadings(new Date());
  await unscopedAskForMarketing(new Date());
  await unscopedAskForDigests(new Date());
  await reviewClicks(new Date());
  await askForSegments(new Date());
  await unscopedForgetCheckouts(new Date(Date.now() - CHECKOUT_KEPT_MS), db);
}

import { reviewClicks } from '~/jobs/review-clicks';
import { unscopedAskForReadings } from '~/channels/bounce-mailbox-store.server';
import { unscopedMarkFinishedSent } from '~/campaigns/campaign-status-store.server';
import { unscopedAskForWinners } from '~/campaigns/variant-choice-store.server';
import { unscopedInterruptDeliveries } from '~/messaging/delivery-store.server';
import { unscopedEnsurePartitions } from '~/orders/partition-store.server';
import { unscopedReleaseJobsOfTheDead, unscopedRetryGivenUpJobs } from '~/queue/worker-process-store.server';
import { unscopedAskForSweeps } from '~/shopify/sync-store.server';

/**
 * Every minute: months ahead have their partitions, jobs that were lost or given up get another go, what dead workers
 * were handing over is given up, campaigns that are over end, so do tests of variants, due sweeps and readings of
 * mailboxes are asked for, the last clicks are looked at together.
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
  await reviewClicks(new Date());
}

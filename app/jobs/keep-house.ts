import { reviewClicks } from '~/jobs/review-clicks';
import { unscopedEnsurePartitions } from '~/orders/partition-store.server';
import { unscopedReleaseJobsOfTheDead, unscopedRetryGivenUpJobs } from '~/queue/worker-process-store.server';
import { unscopedAskForSweeps } from '~/shopify/sync-store.server';

/**
 * Every minute: months ahead have their partitions, jobs that were lost or given up get another go, due sweeps are
 * asked for, the last clicks are looked at together.
 */
export async function keepHouse(): Promise<void> {
  await unscopedEnsurePartitions(new Date());
  await unscopedReleaseJobsOfTheDead();
  await unscopedRetryGivenUpJobs();
  await unscopedAskForSweeps(new Date());
  await reviewClicks(new Date());
}

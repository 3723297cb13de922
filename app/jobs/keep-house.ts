import { unscopedEnsurePartitions } from '~/orders/partition-store.server';
import { unscopedReleaseJobsOfTheDead, unscopedRetryGivenUpJobs } from '~/queue/worker-process-store.server';

/** Every minute: months ahead have their partitions, and jobs that were lost or given up get another go. */
export async function keepHouse(): Promise<void> {
  await unscopedEnsurePartitions(new Date());
  await unscopedReleaseJobsOfTheDead();
  await unscopedRetryGivenUpJobs();
}

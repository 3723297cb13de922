import { unscopedEnsurePartitions } from '~/orders/partition-store.server';
import { unscopedReleaseJobsOfTheDead } from '~/queue/worker-process-store.server';

/** Every minute: months ahead have their partitions, and jobs of killed workers are given back. */
export async function keepHouse(): Promise<void> {
  await unscopedEnsurePartitions(new Date());
  await unscopedReleaseJobsOfTheDead();
}

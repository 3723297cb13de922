import { deliverBacklog, finishDeliveries } from '~/jobs/deliver-backlog';
import { unscopedInterruptDeliveries } from '~/messaging/delivery-store.server';
import { startDrains } from '~/queue/drain.server';
import { unscopedReleaseJobsOfTheDead } from '~/queue/worker-process-store.server';

/** What the housekeeping does each minute, for a process that lives for seconds. */
async function lookForTheDead(): Promise<number> {
  await unscopedReleaseJobsOfTheDead();
  await unscopedInterruptDeliveries();
  return 0;
}

/** A worker process that sends messages, to be killed. */
startDrains({
  deliveries: Object.assign(deliverBacklog, { finish: finishDeliveries }),
  dead: lookForTheDead,
});

import { deliverBacklog, finishDeliveries } from '~/jobs/deliver-backlog';
import { startDrains } from '~/queue/drain.server';

/** A worker process that sends messages, to be killed. */
startDrains({ deliveries: Object.assign(deliverBacklog, { finish: finishDeliveries }) });

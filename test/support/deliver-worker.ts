import { deliverMessage } from '~/jobs/deliver-message';
import { startWorker } from '~/queue/worker.server';

/** A worker process that sends messages, to be killed. */
const idle = () => Promise.resolve();
await startWorker({
  'ingest-webhook': idle,
  'attribute-order': idle,
  'expand-campaign': idle,
  'deliver-message': deliverMessage,
  'write-consent': idle,
  'backfill-orders': idle,
  'sweep-orders': idle,
  'repair-orders': idle,
  'drop-expired': idle,
  'keep-house': idle,
});

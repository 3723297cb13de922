import type { Handlers } from '~/queue/worker.server';

const idle = () => Promise.resolve();

/** Handlers that do nothing, but for those given. */
export const handlersWith = (some: Partial<Handlers>): Handlers => ({
  'ingest-webhook': idle,
  'attribute-order': idle,
  'expand-campaign': idle,
  'choose-winner': idle,
  'read-segment': idle,
  'fetch-customers': idle,
  'write-tag': idle,
  'write-consent': idle,
  'backfill-orders': idle,
  'sweep-orders': idle,
  'repair-orders': idle,
  'read-bounces': idle,
  'tell-marketing': idle,
  'send-digest': idle,
  'drop-expired': idle,
  'keep-house': idle,
  ...some,
});

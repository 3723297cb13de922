import { attributeCheckout } from '~/jobs/attribute-checkout';
import { attributeOrder } from '~/jobs/attribute-order';
import { backfillOrders } from '~/jobs/backfill-orders';
import { deliverMessage } from '~/jobs/deliver-message';
import { expandCampaign } from '~/jobs/expand-campaign';
import { fetchJourney } from '~/jobs/fetch-journey';
import { ingestWebhook } from '~/jobs/ingest-webhook';
import { keepHouse } from '~/jobs/keep-house';
import { repairOrders } from '~/jobs/repair-orders';
import { sweepOrders } from '~/jobs/sweep-orders';
import { writeConsent } from '~/jobs/write-consent';
import type { Handlers } from '~/queue/worker.server';

/** Who works off which job. */
export const handlers: Handlers = {
  'ingest-webhook': ingestWebhook,
  'attribute-order': attributeOrder,
  'attribute-checkout': attributeCheckout,
  'fetch-journey': fetchJourney,
  'expand-campaign': expandCampaign,
  'deliver-message': deliverMessage,
  'write-consent': writeConsent,
  'backfill-orders': backfillOrders,
  'sweep-orders': sweepOrders,
  'repair-orders': repairOrders,
  'keep-house': keepHouse,
};

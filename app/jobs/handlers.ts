import { attributeBacklog } from '~/jobs/attribute-backlog';
import { attributeOrder } from '~/jobs/attribute-order';
import { backfillOrders } from '~/jobs/backfill-orders';
import { chooseWinner } from '~/jobs/choose-winner';
import { deliverBacklog, finishDeliveries } from '~/jobs/deliver-backlog';
import { dropExpired } from '~/jobs/drop-expired';
import { expandCampaign } from '~/jobs/expand-campaign';
import { fetchCustomers } from '~/jobs/fetch-customers';
import { fetchJourneys } from '~/jobs/fetch-journeys';
import { ingestBacklog } from '~/jobs/ingest-backlog';
import { ingestPixels } from '~/jobs/ingest-pixels';
import { ingestWebhook } from '~/jobs/ingest-webhook';
import { keepHouse } from '~/jobs/keep-house';
import { readBounces } from '~/jobs/read-bounces';
import { recomputeBacklog } from '~/jobs/recompute-backlog';
import { readSegment } from '~/jobs/read-segment';
import { repairOrders } from '~/jobs/repair-orders';
import { runAutomations } from '~/jobs/run-automations';
import { DAYS_AT_ONCE, rollUpBacklog } from '~/jobs/roll-up-backlog';
import { sendDueDigest } from '~/jobs/send-digest';
import { sumCohorts } from '~/jobs/sum-cohorts';
import { sweepOrders } from '~/jobs/sweep-orders';
import { takeHappenings } from '~/jobs/take-happenings';
import { tellMarketing } from '~/jobs/tell-marketing';
import { tellOrders } from '~/jobs/tell-orders';
import { writeConsent } from '~/jobs/write-consent';
import { writeTag } from '~/jobs/write-tag';
import { atLeisure, type Drain } from '~/queue/drain.server';
import type { Handlers } from '~/queue/worker.server';

/** Who works off which job. */
export const handlers: Handlers = {
  'ingest-webhook': ingestWebhook,
  'attribute-order': attributeOrder,
  'expand-campaign': expandCampaign,
  'choose-winner': chooseWinner,
  'write-consent': writeConsent,
  'read-bounces': readBounces,
  'read-segment': readSegment,
  'fetch-customers': fetchCustomers,
  'write-tag': writeTag,
  'backfill-orders': backfillOrders,
  'sweep-orders': sweepOrders,
  'repair-orders': repairOrders,
  'tell-marketing': tellMarketing,
  'send-digest': sendDueDigest,
  'drop-expired': dropExpired,
  'keep-house': keepHouse,
};

/** What is worked off in batches, beside the jobs. */
export const drains: Record<string, Drain> = {
  webhooks: ingestBacklog,
  pixels: ingestPixels,
  attribution: attributeBacklog,
  recomputation: recomputeBacklog,
  rollups: atLeisure(() => rollUpBacklog(), DAYS_AT_ONCE),
  cohorts: sumCohorts,
  journeys: fetchJourneys,
  words: tellOrders,
  happenings: takeHappenings,
  automations: runAutomations,
  deliveries: Object.assign(deliverBacklog, { finish: finishDeliveries }),
};

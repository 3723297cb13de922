import { z } from 'zod';
import { withoutQuery, withReadParams } from '~/attribution/source';
import type { Shop } from '~/db.server';
import type { Journey, JourneyVisit } from '~/orders/journey';
import { adminRequest } from '~/shopify/admin-client.server';
import { JOURNEY } from '~/shopify/operations';
import { text } from '~/shopify/payload';

const visit = z.object({
  id: z.string(),
  occurredAt: z.coerce.date(),
  landingPage: text,
  referrerUrl: text,
  utmParameters: z.object({ source: text, medium: text, campaign: text }).nullable(),
});

/** A moment may one day be something else than a visit: then it comes as an empty object. */
const moment = z.union([visit, z.object({}).transform(() => null)]);

const line = z.object({
  title: text,
  quantity: z.number().int().default(1),
  sellingPlan: z.object({ name: text }).nullable(),
});

const answer = z.object({
  order: z
    .object({
      lineItems: z.object({ nodes: z.array(line) }).optional(),
      customerJourneySummary: z
        .object({
          ready: z.boolean(),
          firstVisit: visit.nullable(),
          lastVisit: visit.nullable(),
          moments: z.object({ nodes: z.array(moment) }).nullable(),
        })
        .nullable(),
    })
    .nullable(),
});

/** Who asked and does not come back by then is taken for dead. */
export const JOURNEY_WITHIN_MS = 45_000;

type Summary = NonNullable<z.infer<typeof answer>['order']>['customerJourneySummary'];

/**
 * Asks Shopify how the customer of an order came: the first and the last visit and up to a hundred between, oldest
 * first; and which of the order's first twenty lines were bought on a selling plan.
 * @throws AccessLost, AdminRequestFailed
 */
export async function fetchJourney(shop: Shop, orderId: bigint): Promise<Journey> {
  const { order } = await adminRequest(
    shop.domain,
    JOURNEY,
    { order: `gid://shopify/Order/${orderId}` },
    answer,
    JOURNEY_WITHIN_MS,
  );
  const planLines = (order?.lineItems?.nodes ?? []).flatMap(({ title, quantity, sellingPlan }) =>
    sellingPlan ? [{ title: title ?? '', plan: sellingPlan.name ?? '', quantity }] : [],
  );
  return { ...journeyOf(order?.customerJourneySummary), ...(planLines.length > 0 && { planLines }) };
}

function journeyOf(summary: Summary | undefined): Journey {
  if (!summary) return { state: 'absent' };
  if (!summary.ready) return { state: 'waiting' };
  const told = [summary.firstVisit, ...(summary.moments?.nodes ?? []), summary.lastVisit];
  const visits = new Map(told.flatMap((one) => (one ? [[one.id, one] as const] : [])));
  if (visits.size === 0) return { state: 'absent' };
  return {
    state: 'ready',
    visits: [...visits.values()]
      .sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.id < b.id ? -1 : 1))
      .map(visitOf),
  };
}

function visitOf({
  occurredAt,
  landingPage,
  referrerUrl,
  utmParameters,
}: z.infer<typeof visit>): JourneyVisit {
  return {
    at: occurredAt.toISOString(),
    landingPage: withReadParams(landingPage),
    referrer: withoutQuery(referrerUrl),
    utm: utmParameters,
  };
}

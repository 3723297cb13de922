import { z } from 'zod';
import { withoutQuery, withReadParams } from '~/attribution/source';
import type { Journey, JourneyVisit } from '~/orders/journey';
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

/** What Shopify answers of an order's journey. */
export const journeyAnswer = z.object({
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

type Order = z.infer<typeof journeyAnswer>['order'];

/** An order's journey: its visits, each told once, oldest first; and which of its lines were bought on a selling plan. */
export function journeyIn(order: Order): Journey {
  const planLines = (order?.lineItems?.nodes ?? []).flatMap(({ title, quantity, sellingPlan }) =>
    sellingPlan ? [{ title: title ?? '', plan: sellingPlan.name ?? '', quantity }] : [],
  );
  return { ...journeyOf(order?.customerJourneySummary), ...(planLines.length > 0 && { planLines }) };
}

function journeyOf(summary: NonNullable<Order>['customerJourneySummary'] | undefined): Journey {
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

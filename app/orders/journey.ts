import type { PlanLine } from '~/orders/plan-line';

/** One visit of an order's customer as Shopify recorded it. `at` is ISO 8601. */
export interface JourneyVisit {
  at: string;
  landingPage: string | null;
  referrer: string | null;
  utm: { source: string | null; medium: string | null; campaign: string | null } | null;
}

/**
 * What Shopify says of an order's journey: not yet anything, the visits, or that it has none. On the way it says, as
 * webhooks do not, what was bought on a selling plan.
 */
export type Journey = ({ state: 'waiting' | 'absent' } | { state: 'ready'; visits: JourneyVisit[] }) & {
  /** At least one. */
  planLines?: PlanLine[];
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const FIRST_DELAYS = [2 * SECOND, 10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE];
const HOURS_TO_WAIT = 24;

/**
 * How long to wait before Shopify is asked again, in milliseconds: quickly at first, then hourly for a day.
 * @param polls how often it was asked
 * @returns undefined where it is time to give up
 */
export function nextPollAfterMs(polls: number): number | undefined {
  const first = FIRST_DELAYS[polls];
  if (first !== undefined) return first;
  return polls < FIRST_DELAYS.length + HOURS_TO_WAIT ? HOUR : undefined;
}

/** How long to wait before asking a shop again that no longer lets the app in. */
export const ACCESS_LOST_DELAY_MS = HOUR;

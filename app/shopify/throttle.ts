import { z } from 'zod';

const costSchema = z.object({
  requestedQueryCost: z.number().nonnegative(),
  throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
});

const LEAST_MS = 50;
const MOST_MS = 10_000;

/**
 * How long until the shop's bucket holds what a throttled request costs, in milliseconds, by `extensions.cost` of
 * Shopify's answer; one second where the answer does not say.
 */
export function throttleWaitMs(cost: unknown): number {
  const parsed = costSchema.safeParse(cost);
  if (!parsed.success) return 1_000;
  const { requestedQueryCost, throttleStatus } = parsed.data;
  const missing = requestedQueryCost - throttleStatus.currentlyAvailable;
  return Math.min(Math.max(Math.ceil((missing / throttleStatus.restoreRate) * 1_000), LEAST_MS), MOST_MS);
}

/** How long to wait before a failed request is tried again: what `Retry-After` says in seconds, or ever longer. */
export function retryWaitMs(retryAfter: string | null, attempt: number): number {
  const said = Number(retryAfter ?? Number.NaN) * 1_000;
  return Math.min(Number.isFinite(said) && said > 0 ? said : 250 * 2 ** attempt, MOST_MS);
}

import { z } from 'zod';
import { COHORT_BY, COHORT_RANGES, type CohortQuery } from '~/reports/cohorts/interpret';

const querySchema = z.object({
  by: z.enum(COHORT_BY).catch('month'),
  range: z.enum(COHORT_RANGES).catch('12'),
});

/** `?by=message&range=24`: by what customers are put together, and how far back. */
export const cohortsInQuery = (search: URLSearchParams): CohortQuery =>
  querySchema.parse(Object.fromEntries(search));

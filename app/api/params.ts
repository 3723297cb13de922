import { z } from 'zod';
import { done, type Outcome, refused } from '~/lib/outcome';
import { type Period, periodOf } from '~/lib/period';

/** First and last day, both included, in the shop's time zone. */
export const periodParams = {
  from: z.iso.date().optional().describe('First day, in the shop’s time zone.'),
  to: z.iso.date().optional().describe('Last day, included; at most 366 days.'),
};

/** The days that are asked for; undefined where none are. */
export function requestedPeriod(
  from: string | undefined,
  to: string | undefined,
  zone: string,
): Outcome<Period | undefined, 'bad_period'> {
  if (from === undefined && to === undefined) return done(undefined);
  if (from === undefined || to === undefined) return refused('bad_period');
  try {
    return done(periodOf(from, to, zone));
  } catch (error) {
    if (error instanceof RangeError) return refused('bad_period');
    throw error;
  }
}

export const moneyAnswer = (minor: bigint, currency: string) => ({ amountMinor: Number(minor), currency });

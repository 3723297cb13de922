import type { Tally } from '~/attribution/models/journeys';

/** As tables name a visit that came from nowhere: `Direct`, `(direct)`, `(direct) / (none)`. */
const DIRECT = /^\(?direct\)?(?:\s*\/\s*\(?none\)?)?$/i;

/**
 * For the last non-direct click: tables have direct visits as steps, where the app has none. Those at the end of a path take
 * nothing, except where it has no other step.
 */
export function withoutLateDirect(tally: Tally): Tally {
  return {
    add: (journeys) => {
      const end = journeys.channels.findLastIndex((channel) => !DIRECT.test(channel)) + 1 || undefined;
      tally.add({
        ...journeys,
        channels: journeys.channels.slice(0, end),
        times: journeys.times?.slice(0, end),
      });
      const late = journeys.channels.slice(end ?? journeys.channels.length);
      if (late.length > 0) tally.add({ channels: late, conversions: 0, value: 0, nulls: 0 });
    },
    totals: () => tally.totals(),
  };
}

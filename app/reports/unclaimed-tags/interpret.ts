import { DateTime } from 'luxon';
import { formatCount } from '~/reports/metric';

export interface SeenTags {
  source: string;
  medium: string;
  campaign: string;
  orders: number;
  firstAt: Date;
  lastAt: Date;
}

export interface UnclaimedTagsView {
  tags: {
    source: string;
    medium: string;
    campaign: string;
    /** "12 orders, visits from 3 to 21 Nov 2026" */
    seen: string;
    /** Day of the first visit, yyyy-mm-dd in the shop's zone: it was sent then, or before. */
    firstDay: string;
  }[];
  days: number;
}

export function interpretUnclaimedTags(
  rows: readonly SeenTags[],
  days: number,
  zone: string,
): UnclaimedTagsView {
  const day = (at: Date) => DateTime.fromJSDate(at, { zone }).setLocale('en');
  return {
    days,
    tags: rows.map(({ source, medium, campaign, orders, firstAt, lastAt }) => {
      const [first, last] = [day(firstAt), day(lastAt)];
      const when = first.hasSame(last, 'day')
        ? `on ${last.toFormat('d LLL yyyy')}`
        : `from ${first.toFormat('d LLL yyyy')} to ${last.toFormat('d LLL yyyy')}`;
      return {
        source,
        medium,
        campaign,
        seen: `${formatCount(orders)} ${orders === 1 ? 'order' : 'orders'}, visits ${when}`,
        firstDay: first.toISODate() ?? '',
      };
    }),
  };
}

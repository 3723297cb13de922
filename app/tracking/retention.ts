import { DateTime } from 'luxon';
import type { ShopId } from '~/lib/ids';

/** How long a shop keeps what its orders are decided from. Months are calendar months in UTC, kept as a whole. */
export interface Retention {
  clickMonths: number;
  /** Touches, the checkouts that they led to, and the visits that Shopify recorded. */
  touchMonths: number;
  /** Webhooks as they came in, counted from the moment they were worked off. */
  receiptDays: number;
}

/** Clicks for two years and a month, so that a month compares with the same one a year ago and the year before. */
export const DEFAULT_RETENTION: Retention = { clickMonths: 25, touchMonths: 13, receiptDays: 30 };

/**
 * What a shop may choose from. The longest window is 90 days, and Shopify may still tell of an order that is 60 days
 * old: within six months, each order that is told for the first time finds all that decides it. A webhook is sent again
 * for hours; after a week nothing of it is on its way any more.
 */
export const RETENTION_LIMITS: Record<keyof Retention, { least: number; most: number }> = {
  clickMonths: { least: 6, most: 60 },
  touchMonths: { least: 6, most: 60 },
  receiptDays: { least: 7, most: 365 },
};

/** From when on things are kept; all before goes. */
export interface KeptFrom {
  clicks: Date;
  touches: Date;
  receipts: Date;
}

export function keptFrom(retention: Retention, now: Date): KeptFrom {
  const today = DateTime.fromJSDate(now, { zone: 'utc' });
  const monthOf = (months: number) => today.minus({ months }).startOf('month').toJSDate();
  return {
    clicks: monthOf(retention.clickMonths),
    touches: monthOf(retention.touchMonths),
    receipts: today.minus({ days: retention.receiptDays }).toJSDate(),
  };
}

/** What is before this moment, one shop does not keep. */
export interface Cutoff {
  shop: ShopId;
  before: Date;
}

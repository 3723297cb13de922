/** The length of a month, on average over four years. */
export const MONTH_DAYS = '30.4375';

/** How long one that has not renewed yet is waited for: no rhythm is known of it. */
export const NEVER_RENEWED_DAYS = 366;

/** An order is not overdue sooner than so many days after it was due, however short the rhythm is. */
export const OVERDUE_AT_LEAST_DAYS = 7;

/** When a subscription counts as lapsed, as a sentence. */
export const LAPSE_RULE =
  'A subscription has lapsed once its next order is overdue by half of its rhythm, and by a week at least; one that never renewed, a year and a half after its order.';

/** Why nothing else can be said, as a sentence. */
export const NO_CONTRACTS =
  'Shopify tells cancellations and pauses to the app that runs the subscriptions alone, so a cancelled one is seen by the order that does not come.';

/** How the rhythm of a subscription is found, as a sentence. */
export const RHYTHM_RULE = 'The rhythm is the middle one of the days between its orders.';

/** "Every month", "Every 2 weeks", "Every 10 days". */
export function rhythmText(days: number): string {
  const months = Math.round(days / Number(MONTH_DAYS));
  if (months >= 1 && Math.abs(days - months * Number(MONTH_DAYS)) <= 2)
    return months % 12 === 0 ? every(months / 12, 'year') : every(months, 'month');
  return days % 7 === 0 ? every(days / 7, 'week') : every(days, 'day');
}

const every = (count: number, unit: string) => (count === 1 ? `Every ${unit}` : `Every ${count} ${unit}s`);

import { rankOf, type Grade } from '~/attribution/evidence';
import type { Facts } from '~/attribution/facts';
import type { Touch } from '~/attribution/path';

/** Every order stands in exactly one. */
export const BUCKETS = [
  'credited',
  'no_touch',
  'consent_absent',
  'untrackable',
  'pending',
  'excluded',
] as const;
export type Bucket = (typeof BUCKETS)[number];

export const bucketLabel: Record<Bucket, string> = {
  credited: 'Credited',
  no_touch: 'No touch',
  consent_absent: 'Consent absent',
  untrackable: 'Untrackable',
  pending: 'Pending',
  excluded: 'Excluded',
};

export const bucketMeaning: Record<Bucket, string> = {
  credited: 'One of your messages earned it.',
  no_touch:
    'We saw where the visitor came from, and it was none of your messages, or too long before the order.',
  consent_absent:
    'A web order of which nobody saw anything: the visitor allowed no tracking, and nothing is worked around.',
  untrackable: 'No visit can exist: point of sale, draft orders, other apps, subscription renewals.',
  pending: 'Shopify has not yet said how the visitor came; it is asked again for up to a day.',
  excluded: 'A test order, or one that was deleted in Shopify.',
};

/** Why an order stands in its bucket, as one word. */
export const REASONS = [
  'last_click',
  'direct',
  'other_source',
  'later_touch_of_other_source',
  'outside_window',
  'nothing_seen',
  'pos',
  'draft',
  'subscription_renewal',
  'other_app',
  'journey_waiting',
  'test',
  'deleted_in_shopify',
] as const;
export type Reason = (typeof REASONS)[number];

export interface Standing {
  bucket: Bucket;
  reason: Reason;
}

/**
 * The one standing of an order.
 * @param touches all touches up to the order that count under the settings' scope, by time
 * @param path those of them within the window
 */
export function standingOf(facts: Facts, touches: readonly Touch[], path: readonly Touch[]): Standing {
  const { order } = facts;
  if (order.deletedAt) return { bucket: 'excluded', reason: 'deleted_in_shopify' };
  if (order.test) return { bucket: 'excluded', reason: 'test' };
  if (order.kind !== 'web') return { bucket: 'untrackable', reason: order.kind };

  const last = path.at(-1);
  const waiting = facts.journey.state === 'waiting';
  if (last?.origin.kind === 'message' && !(waiting && !isBetterThanJourney(last.grade)))
    return { bucket: 'credited', reason: 'last_click' };
  if (waiting) return { bucket: 'pending', reason: 'journey_waiting' };
  if (!wasSeen(facts) && !last) return { bucket: 'consent_absent', reason: 'nothing_seen' };

  const ofMessages = (some: readonly Touch[]) => some.some(({ origin }) => origin.kind === 'message');
  if (last)
    return { bucket: 'no_touch', reason: ofMessages(path) ? 'later_touch_of_other_source' : 'other_source' };
  return { bucket: 'no_touch', reason: ofMessages(touches) ? 'outside_window' : 'direct' };
}

/** What Shopify's journey may still say cannot outdo this. */
const isBetterThanJourney = (grade: Grade) => rankOf(grade) < rankOf('journey_tags');

/** Whether pixel, journey, cart or the order itself knows of a visit, direct ones included. */
function wasSeen({ checkouts, journey, order }: Facts): boolean {
  return (
    checkouts.length > 0 || journey.visits.length > 0 || order.landing !== null || order.cartClickId !== null
  );
}

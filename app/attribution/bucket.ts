import type { Share } from '~/attribution/credit';
import { rankOf, type Grade } from '~/attribution/evidence';
import type { Facts, Settings } from '~/attribution/facts';
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
  'first_click',
  'on_the_path',
  'direct',
  'other_source',
  'later_touch_of_other_source',
  'earlier_touch_of_other_source',
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
 * @param shares those of them within their window, with what each takes
 * @param renewals what the order brings as a renewal
 */
export function standingOf(
  facts: Facts,
  { model, renewals: counted }: Pick<Settings, 'model' | 'renewals'>,
  touches: readonly Touch[],
  shares: readonly Share[],
  renewals: readonly unknown[],
): Standing {
  const { order } = facts;
  if (order.deletedAt) return { bucket: 'excluded', reason: 'deleted_in_shopify' };
  if (order.test) return { bucket: 'excluded', reason: 'test' };
  if (order.kind === 'subscription_renewal' && counted === 'inside' && renewals.length > 0)
    return { bucket: 'credited', reason: 'subscription_renewal' };
  if (order.kind !== 'web') return { bucket: 'untrackable', reason: order.kind };

  const earning = shares.filter(({ touch, weightPpm }) => isOfMessage(touch) && weightPpm > 0);
  const waiting = facts.journey.state === 'waiting';
  if (earning.length > 0 && !(waiting && !earning.some(({ touch }) => isBetterThanJourney(touch.grade))))
    return { bucket: 'credited', reason: CREDITED_BY[model] };
  if (waiting) return { bucket: 'pending', reason: 'journey_waiting' };
  if (!wasSeen(facts) && shares.length === 0) return { bucket: 'consent_absent', reason: 'nothing_seen' };

  if (shares.some(({ touch }) => isOfMessage(touch)))
    return {
      bucket: 'no_touch',
      reason: model === 'first_click' ? 'earlier_touch_of_other_source' : 'later_touch_of_other_source',
    };
  if (shares.length > 0) return { bucket: 'no_touch', reason: 'other_source' };
  return { bucket: 'no_touch', reason: touches.some(isOfMessage) ? 'outside_window' : 'direct' };
}

const CREDITED_BY: Record<Settings['model'], Reason> = {
  last_click: 'last_click',
  first_click: 'first_click',
  any_click: 'on_the_path',
  linear: 'on_the_path',
  position_based: 'on_the_path',
  time_decay: 'on_the_path',
};

const isOfMessage = ({ origin }: Touch) => origin.kind === 'message';

/** What Shopify's journey may still say cannot outdo this. */
const isBetterThanJourney = (grade: Grade) => rankOf(grade) < rankOf('journey_tags');

/** Whether pixel, journey, cart or the order itself knows of a visit, direct ones included. */
function wasSeen({ checkouts, journey, order }: Facts): boolean {
  return (
    checkouts.length > 0 || journey.visits.length > 0 || order.landing !== null || order.cartClickId !== null
  );
}

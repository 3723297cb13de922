import { Badge, type BadgeProps } from '@shopify/polaris';
import type { Bucket } from '~/attribution/bucket';

const tones: Record<Bucket, BadgeProps['tone']> = {
  credited: 'success',
  no_touch: undefined,
  consent_absent: 'warning',
  untrackable: 'enabled',
  pending: 'attention',
  excluded: 'read-only',
};

/** Where an order stands, in one tone per bucket. */
export function BucketBadge({ bucket, label }: { bucket: Bucket; label: string }) {
  return <Badge tone={tones[bucket]}>{label}</Badge>;
}

import { Badge, type BadgeProps } from '@shopify/polaris';
import type { CampaignStatus } from '~/campaigns/campaign';

type Look = { label: string } & Pick<BadgeProps, 'tone' | 'progress'>;

const looks: Record<CampaignStatus, Look> = {
  draft: { label: 'Draft', tone: 'info', progress: 'incomplete' },
  scheduled: { label: 'Scheduled', tone: 'attention', progress: 'incomplete' },
  sending: { label: 'Sending', tone: 'attention', progress: 'partiallyComplete' },
  paused: { label: 'Paused', tone: 'warning', progress: 'partiallyComplete' },
  sent: { label: 'Sent', tone: 'success', progress: 'complete' },
};

const notSent: Look = { label: 'Not sent', tone: 'critical', progress: 'incomplete' };
const stopped: Look = { label: 'Stopped', tone: 'critical', progress: 'partiallyComplete' };

/** A campaign's status, in one tone each wherever it stands; a sending that failed before or after it began has its own. */
export function CampaignBadge({ status, failure }: { status: CampaignStatus; failure?: string | null }) {
  const { label, ...look } = !failure ? looks[status] : status === 'draft' ? notSent : stopped;
  return <Badge {...look}>{label}</Badge>;
}

/** Marks a campaign whose tracking was turned on after it was sent. */
export const AdoptedBadge = () => <Badge>Adopted</Badge>;

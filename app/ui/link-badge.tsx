import { Badge, type BadgeProps } from '@shopify/polaris';
import { type LinkStatus, linkStatusLabel } from '~/links/tracking-link';

const looks: Record<LinkStatus, Pick<BadgeProps, 'tone' | 'progress'>> = {
  active: { tone: 'success', progress: 'complete' },
  expired: { tone: 'attention', progress: 'incomplete' },
  archived: {},
};

export function LinkBadge({ status }: { status: LinkStatus }) {
  return <Badge {...looks[status]}>{linkStatusLabel[status]}</Badge>;
}

import { Badge, type BadgeProps } from '@shopify/polaris';
import type { AutomationStatus } from '~/automations/automation';

const looks: Record<AutomationStatus, { label: string } & Pick<BadgeProps, 'tone' | 'progress'>> = {
  draft: { label: 'Draft', tone: 'info', progress: 'incomplete' },
  active: { label: 'Active', tone: 'success', progress: 'complete' },
  paused: { label: 'Off', tone: 'warning', progress: 'partiallyComplete' },
};

/** An automation's status, in one tone each wherever it stands. */
export function AutomationBadge({ status }: { status: AutomationStatus }) {
  const { label, ...look } = looks[status];
  return <Badge {...look}>{label}</Badge>;
}

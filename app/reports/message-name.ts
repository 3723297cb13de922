import { versionChannelLabel } from '~/channels/channel';
import { type Cell, textCell } from '~/reports/table';
import { readableSubject } from '~/tagging/readable-subject';

/** A message version and whose it is; without a version, what no message earned. */
export interface MessageName {
  versionId: bigint | null;
  campaignId: bigint | null;
  trackingLinkId: bigint | null;
  automationId: bigint | null;
  /** Of the campaign, the tracking link or the automation. */
  name: string | null;
  subject: string | null;
  channel: string | null;
}

export const messageName = ({ versionId, name, subject }: MessageName): string =>
  versionId === null ? 'No message' : (name ?? readableSubject(subject ?? ''));

/** Its name with its subject or step below, and its channel. */
export function messageCells(message: MessageName): [Cell, Cell] {
  const { trackingLinkId, name, subject, channel } = message;
  const below = name !== null && trackingLinkId === null && subject ? readableSubject(subject) : undefined;
  return [
    textCell(messageName(message), below),
    textCell(channel === null ? '' : versionChannelLabel(channel)),
  ];
}

/** The page of what a message belongs to; null where it belongs to none. */
export function messagePath({
  campaignId,
  trackingLinkId,
  automationId,
}: Pick<MessageName, 'campaignId' | 'trackingLinkId' | 'automationId'>): string | null {
  if (automationId !== null) return `/app/automations/${automationId}`;
  if (trackingLinkId !== null) return `/app/links/${trackingLinkId}`;
  return campaignId === null ? null : `/app/campaigns/${campaignId}`;
}

/** The page of the campaign or the tracking link that a message belongs to; undefined where it belongs to neither. */
export function messagePath(message: {
  campaignId: string | null;
  trackingLinkId: string | null;
}): string | undefined {
  if (message.trackingLinkId) return `/app/links/${message.trackingLinkId}`;
  return message.campaignId ? `/app/campaigns/${message.campaignId}` : undefined;
}

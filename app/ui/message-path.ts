/** The page of what a message belongs to: a campaign, a tracking link or an automation; undefined where it belongs to none. */
export function messagePath(message: {
  campaignId: string | null;
  trackingLinkId: string | null;
  automationId: string | null;
}): string | undefined {
  if (message.trackingLinkId) return `/app/links/${message.trackingLinkId}`;
  if (message.automationId) return `/app/automations/${message.automationId}`;
  return message.campaignId ? `/app/campaigns/${message.campaignId}` : undefined;
}

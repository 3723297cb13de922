/** What messages can be put together by. */
export const TAG_FIELDS = ['source', 'medium', 'campaign', 'channel'] as const;
export type TagField = (typeof TAG_FIELDS)[number];

export const tagFieldLabel: Record<TagField, string> = {
  source: 'Source (utm_source)',
  medium: 'Medium (utm_medium)',
  campaign: 'Campaign (utm_campaign)',
  channel: 'Channel',
};

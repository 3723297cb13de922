import type { Channel } from '~/channels/channel';

/** What an adopted campaign is recognised by: all three, exactly as its links carry them. */
export interface AdoptedTags {
  source: string;
  medium: string;
  campaign: string;
}

/** What is adopted: a campaign of this shop that was sent without tracking, or one that another tool sent. */
export type Adopted =
  { campaignId: bigint } | { name: string; channel: Exclude<Channel, 'voice'>; sentAt: Date };

export type AdoptionRefusal =
  | 'not_found'
  | 'not_sent'
  | 'already_tracked'
  | 'voice_has_no_links'
  | 'sent_in_the_future'
  /** Their links carry the same tags: nobody can tell which of them a visit came from. */
  | 'sent_in_variants'
  /** Other messages carry these tags already: whoever came with them could have come through either. */
  | 'tags_taken';

/** @param owner the name of what has the tags, where they are taken */
export function adoptionRefusalInWords(reason: AdoptionRefusal, owner = 'Another message'): string {
  switch (reason) {
    case 'not_found':
      return 'This campaign no longer exists.';
    case 'not_sent':
      return 'This campaign has not been sent yet. Turn on tracking on its Summary step instead.';
    case 'already_tracked':
      return 'Sales of this campaign are tracked already.';
    case 'voice_has_no_links':
      return 'A voice call has no links, so its sales cannot be tracked.';
    case 'sent_in_variants':
      return 'It was sent in variants, whose links carry the same tags: a visit with them could come from any.';
    case 'sent_in_the_future':
      return 'This moment has not come yet. Choose when it was sent.';
    case 'tags_taken':
      return `${owner} has these tags already, and a visit with them could come from either.`;
  }
}

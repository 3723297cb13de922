import type { SkipReason } from '~/tagging/skip-reason';

/** Why a link is sent as it is written, for the merchant. */
export const skipSentence: Record<SkipReason, string> = {
  mailto: 'Opens an e-mail, not a page.',
  tel: 'Starts a call, not a page.',
  sms: 'Starts a text message, not a page.',
  anchor: 'Jumps within the message.',
  javascript: 'Is a script, which mail programs do not run.',
  data: 'Carries its content in itself.',
  cid: 'Points to an attachment.',
  unsubscribe: 'Is the unsubscribe link, which stays untouched.',
  opted_out: 'Is marked to be left alone.',
  merge_tag: 'Begins with a merge tag, so where it leads is known only when it is sent.',
  relative: 'Is only a part of an address. Write it out, beginning with https://.',
  invalid_url: 'Is not a valid web address.',
  no_space_after: 'Is followed by other characters without a space, which phones take for a part of it.',
  not_web: 'Does not lead to a web page.',
  empty: 'Has no address.',
};

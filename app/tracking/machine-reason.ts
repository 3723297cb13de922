/** Why the request of a click is a machine's. */
export type MachineReason = 'head' | 'prefetch' | 'no_agent' | 'mail_gateway' | 'bot_agent';

/** Why a click that looks like a person's is taken for a machine's: by what else happened to its delivery. */
export const PRESUMED_REASONS = ['link_burst', 'too_soon'] as const;
export type PresumedReason = (typeof PRESUMED_REASONS)[number];

/** Where the shop saw a visitor arrive with the click: it is a person's, whatever else happened to its delivery. */
export const SEEN_IN_SHOP = 'seen_in_shop';

const IN_WORDS: Record<MachineReason | PresumedReason, string> = {
  head: 'asked for the address alone, not for the page',
  prefetch: 'looked ahead before anybody clicked',
  no_agent: 'did not say what they are',
  mail_gateway: 'mail gateways that check links',
  bot_agent: 'bots, scripts and link previews, by their own name',
  link_burst: 'opened several links of one message at once',
  too_soon: 'opened a link before the message could be read',
};

/** Why clicks are machines', for a list of reasons. */
export const machineReasonInWords = (reason: string | null): string =>
  Object.entries(IN_WORDS).find(([word]) => word === reason)?.[1] ?? 'another reason';

export const isPresumed = (reason: string | null): reason is PresumedReason =>
  PRESUMED_REASONS.some((presumed) => presumed === reason);

/** Why the request of a click is a machine's. */
export type MachineReason = 'head' | 'prefetch' | 'no_agent' | 'mail_gateway' | 'bot_agent';

/** Why a click that looks like a person's is taken for a machine's: by what else happened to its delivery. */
export const PRESUMED_REASONS = ['link_burst', 'too_soon'] as const;
export type PresumedReason = (typeof PRESUMED_REASONS)[number];

/** Where the shop saw a visitor arrive with the click: it is a person's, whatever else happened to its delivery. */
export const SEEN_IN_SHOP = 'seen_in_shop';

export const machineReasonLabel: Record<MachineReason | PresumedReason, string> = {
  head: 'Asked for the address alone, not for the page',
  prefetch: 'Looked ahead before anybody clicked',
  no_agent: 'Did not say what it is',
  mail_gateway: 'A mail gateway that checks links',
  bot_agent: 'A bot, a script or a link preview, by its own name',
  link_burst: 'Opened several links of one message at once',
  too_soon: 'Opened before the message could be read',
};

export const isPresumed = (reason: string | null): reason is PresumedReason =>
  PRESUMED_REASONS.some((presumed) => presumed === reason);

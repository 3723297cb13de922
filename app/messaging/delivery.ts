import type { Bounce } from '~/channels/channel';

export const DELIVERY_STATES = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'failed',
  'skipped',
  'unknown',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

const STATE_LABELS: Record<string, string> = {
  queued: 'Queued',
  sending: 'Sending',
  sent: 'Sent',
  delivered: 'Delivered',
  failed: 'Failed',
  skipped: 'Skipped',
  unknown: 'Unknown',
};

/** A state as it stands at the head of a line. */
export const stateInWords = (state: string): string => STATE_LABELS[state] ?? state;

/** By which way a recipient unsubscribed: the link of the message, the choices behind it, or STOP. */
export const UNSUBSCRIBED_HOW = ['link', 'preferences', 'reply'] as const;
export type UnsubscribedHow = (typeof UNSUBSCRIBED_HOW)[number];

/** How often a message is tried while the provider says "later"; with the pauses between that is about three hours. */
export const MAX_ATTEMPTS = 10;

/** What a delivery comes to after an attempt. */
export type Settlement =
  | { state: 'sent'; providerMessageId: string }
  | {
      state: 'queued';
      reason: string;
      /** It waits this long before it is tried again. */
      waitMs: number;
      /** Where that is not about this message alone: the provider takes nothing at the moment, or not this login. */
      provider?: ProviderTrouble;
      /** The least that the provider wants to be left alone. */
      retryAfterMs?: number;
    }
  | {
      state: 'failed';
      reason: string;
      /** Where that says something of the address or number. */
      bounce?: Bounce;
    }
  | { state: 'skipped' | 'unknown'; reason: string };

export type ProviderTrouble = 'away' | 'login_refused';

/** What waits for a login that is refused is asked for again after this long, where its campaign goes on by then. */
export const LOGIN_REFUSED_WAIT_MS = 30_000;

/**
 * How long a message waits after an attempt that was put off: longer each time, from 3 seconds to two and a half hours
 * before the last, and never shorter than the provider says.
 * @param attempts made so far
 */
export function waitAfter(attempts: number, retryAfterMs = 0): number {
  return Math.max(retryAfterMs, Math.round(Math.exp(Math.min(attempts, MAX_ATTEMPTS)) * 1_000));
}

const SENTENCES: Record<string, string> = {
  no_consent: 'no consent to this channel',
  no_address: 'no e-mail address',
  no_phone: 'no phone number',
  redacted: 'erased at the customer’s request',
  channel_not_connected: 'no provider is connected for this channel; connect one in Settings',
  credentials_unreadable: 'the stored credentials cannot be read any more; enter them again in Settings',
  shop_uninstalled: 'the app was uninstalled before the message went out',
  interrupted: 'sending was interrupted; the provider may or may not have the message',
  cancelled: 'sending was stopped before the message went out',
  suppressed: 'on your suppression list, which Settings show with the reason',
  bounced: 'came back: the receiving mail server could not deliver it',
  frequency_cap: 'had as many messages as your frequency cap allows',
  awaits_winner: 'waits for the variant that wins the test',
  left_automation: 'left the automation before the message went out',
  holdout: 'held out, to compare with those who received it',
  not_composed: 'the message could not be put together for this contact',
};

/** Every reason that is ours; whatever else stands as one is in a provider's words. */
export const DELIVERY_REASONS: readonly string[] = Object.keys(SENTENCES);

/** A reason in words that follow a colon or a dash: ours in a fixed phrase, a provider's as it came. */
export function reasonInWords(reason: string): string {
  return SENTENCES[reason] ?? reason;
}

/** A provider's words without the recipient's address or number, with a plus or without: they are kept with the contact alone. */
export function withoutAddress(reason: string, address: string): string {
  const literal = address.replace(/^\+/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return reason.replace(new RegExp(`\\+?${literal}`, 'gi'), 'the recipient');
}

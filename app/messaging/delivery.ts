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

/** How often a mail is tried while the provider says "later"; with the queue's back-off that is about three hours. */
export const MAX_ATTEMPTS = 10;

/** What a delivery comes to after an attempt. */
export type Settlement =
  | { state: 'sent'; providerMessageId: string }
  | { state: 'queued' | 'failed' | 'skipped' | 'unknown'; reason: string };

const SENTENCES: Record<string, string> = {
  no_consent: 'no consent to e-mail',
  no_address: 'no e-mail address',
  redacted: 'erased at the customer’s request',
  shop_uninstalled: 'the app was uninstalled before the message went out',
  interrupted: 'sending was interrupted; the mail server may or may not have the message',
};

/** A reason in words that follow a colon or a dash: ours in a fixed phrase, a provider's as it came. */
export function reasonInWords(reason: string): string {
  return SENTENCES[reason] ?? reason;
}

/** A provider's words without the recipient's address: addresses are kept with the contact alone. */
export function withoutAddress(reason: string, address: string): string {
  const literal = address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return reason.replace(new RegExp(literal, 'gi'), 'the recipient');
}

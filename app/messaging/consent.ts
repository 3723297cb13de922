import type { Channel } from '~/channels/channel';
import { done, type Outcome, refused } from '~/lib/outcome';

export type NoSendReason = 'redacted' | 'no_address' | 'no_phone' | 'no_consent';

/** What is asked of a contact before anything is sent. */
export interface Reachable {
  email: string | null;
  emailConsent: string;
  phone: string | null;
  smsConsent: string;
  whatsappConsent: string;
  redactedAt: Date | null;
}

/**
 * Whether a contact may be sent a message on a channel, and to which address or number. Only a consent that was given
 * counts; none is assumed, and none stands for another channel, but for calls: Shopify keeps no consent to them, so they
 * rest on the one to SMS, which is the consent to use the number for marketing.
 */
export function mayReceive(channel: Channel, contact: Reachable): Outcome<string, NoSendReason> {
  if (contact.redactedAt) return refused('redacted');
  const address = channel === 'email' ? contact.email : contact.phone;
  if (!address) return refused(channel === 'email' ? 'no_address' : 'no_phone');
  return consentTo(channel, contact) === 'subscribed' ? done(address) : refused('no_consent');
}

function consentTo(channel: Channel, contact: Reachable): string {
  switch (channel) {
    case 'email':
      return contact.emailConsent;
    case 'whatsapp':
      return contact.whatsappConsent;
    case 'sms':
    case 'voice':
      return contact.smsConsent;
  }
}

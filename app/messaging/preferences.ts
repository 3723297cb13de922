import { CONSENT_CHANNELS, type ConsentChannel } from '~/contacts/contact';

/** What a contact's consents are, as far as its own page needs them. */
export interface Consents {
  emailConsent: string;
  emailConsentAt: Date | null;
  smsConsent: string;
  smsConsentAt: Date | null;
  whatsappConsent: string;
  whatsappConsentAt: Date | null;
}

/** What one visit to the page has withdrawn so far: that alone can be given back there. */
export interface Visit {
  at: Date;
  withdrawn: readonly ConsentChannel[];
}

/** What a contact wants of each channel; one that is left out stays as it is. */
export type Wishes = Partial<Record<ConsentChannel, boolean>>;

export interface Preference {
  channel: ConsentChannel;
  subscribed: boolean;
}

/** How long a visit lasts. */
const LONGEST_VISIT_MS = 30 * 60_000;

/** The consent that a channel rests on: that of calls is the one to SMS. */
export const consentOf = (channel: string): ConsentChannel =>
  CONSENT_CHANNELS.find((known) => known === channel) ?? 'sms';

/**
 * What a contact may decide on its page: each channel with a consent, which can be withdrawn, and each that was withdrawn
 * in this visit, which can be given back.
 */
export function preferencesOf(contact: Consents, visit: Visit, now: Date): Preference[] {
  const lasts = now.getTime() - visit.at.getTime() <= LONGEST_VISIT_MS;
  return CONSENT_CHANNELS.flatMap((channel): Preference[] => {
    const consent = contact[`${channel}Consent`];
    const at = contact[`${channel}ConsentAt`];
    if (consent === 'subscribed') return [{ channel, subscribed: true }];
    const here = lasts && visit.withdrawn.includes(channel) && at !== null && at >= visit.at;
    return consent === 'unsubscribed' && here ? [{ channel, subscribed: false }] : [];
  });
}

/** Channels as the bits of a number, and back. */
export const bitsOf = (channels: readonly ConsentChannel[]): number =>
  CONSENT_CHANNELS.reduce((bits, channel, index) => bits + (channels.includes(channel) ? 2 ** index : 0), 0);
export const channelsOfBits = (bits: number): ConsentChannel[] =>
  CONSENT_CHANNELS.filter((_, index) => Math.floor(bits / 2 ** index) % 2 === 1);

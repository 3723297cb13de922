import { done, type Outcome, refused } from '~/lib/outcome';

export type NoSendReason = 'redacted' | 'no_address' | 'no_consent';

/** Whether a contact may be sent an e-mail, and where to. Only a consent that was given counts; none is assumed. */
export function mayReceiveEmail(contact: {
  email: string | null;
  emailConsent: string;
  redactedAt: Date | null;
}): Outcome<string, NoSendReason> {
  if (contact.redactedAt) return refused('redacted');
  if (!contact.email) return refused('no_address');
  if (contact.emailConsent !== 'subscribed') return refused('no_consent');
  return done(contact.email);
}

import type { Consent, ContactFacts } from '~/contacts/contact';

const NAMES = [
  ...['Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gia', 'Hugo', 'Ida', 'Jon', 'Kim', 'Leo'],
  ...['Mia', 'Ned', 'Ona', 'Pia', 'Quin', 'Rosa', 'Sam', 'Tess', 'Uma', 'Vera', 'Will', 'Xena'],
] as const;
export type Name = (typeof NAMES)[number];

/** Far from the numbers that Shopify gives; addresses and phone numbers are of those kept for fiction. */
const FIRST_CUSTOMER = 9_700_000_000_000n;
const SINCE = new Date('2026-01-01T00:00:00Z');

/** A customer of the catalogue, subscribed to everything unless told otherwise. */
export function person(name: Name, some: Partial<ContactFacts> = {}): ContactFacts {
  const number = NAMES.indexOf(name);
  return {
    shopifyId: FIRST_CUSTOMER + BigInt(number),
    firstName: name,
    lastName: 'Example',
    email: emailOf(name),
    phone: `+120255501${String(number).padStart(2, '0')}`,
    ...consentTo('subscribed'),
    ...some,
  };
}

export const emailOf = (name: Name): string => `${name.toLowerCase()}@example.com`;

/** One word for every channel. */
export const consentTo = (consent: Consent) => ({
  emailConsent: consent,
  emailConsentAt: SINCE,
  smsConsent: consent,
  smsConsentAt: SINCE,
  whatsappConsent: consent,
  whatsappConsentAt: SINCE,
});

/** The first so many of the catalogue. */
export const people = (count: number): ContactFacts[] => NAMES.slice(0, count).map((name) => person(name));

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONSENT_CHANNELS, CONSENTS } from '~/contacts/contact';
import { bitsOf, channelsOfBits, preferencesOf } from '~/messaging/preferences';

const AT = new Date('2026-11-01T09:00:00Z');
const minutes = (count: number) => new Date(AT.getTime() + count * 60_000);

const contact = fc.record({
  emailConsent: fc.constantFrom(...CONSENTS),
  emailConsentAt: fc.constantFrom(null, minutes(-5), AT, minutes(5)),
  smsConsent: fc.constantFrom(...CONSENTS),
  smsConsentAt: fc.constantFrom(null, minutes(-5), AT, minutes(5)),
  whatsappConsent: fc.constantFrom(...CONSENTS),
  whatsappConsentAt: fc.constantFrom(null, minutes(-5), AT, minutes(5)),
});
const withdrawn = fc.subarray([...CONSENT_CHANNELS]);

describe('what a contact may decide', () => {
  it('is each consent that stands, and each that this visit of half an hour withdrew', () => {
    fc.assert(
      fc.property(contact, withdrawn, fc.integer({ min: 0, max: 60 }), (one, gone, later) => {
        const offered = preferencesOf(one, { at: AT, withdrawn: gone }, minutes(later));
        for (const channel of CONSENT_CHANNELS) {
          const consent = one[`${channel}Consent`];
          const at = one[`${channel}ConsentAt`];
          const here = gone.includes(channel) && at !== null && at >= AT && later <= 30;
          const expected =
            consent === 'subscribed' ? true : consent === 'unsubscribed' && here ? false : undefined;
          expect(offered.find((choice) => choice.channel === channel)?.subscribed).toBe(expected);
        }
      }),
    );
  });

  it('travels as bits and comes back', () => {
    fc.assert(
      fc.property(withdrawn, (channels) => {
        expect(channelsOfBits(bitsOf(channels))).toEqual(
          CONSENT_CHANNELS.filter((channel) => channels.includes(channel)),
        );
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { CHANNELS } from '~/channels/channel';
import { CONSENTS } from '~/contacts/contact';
import { mayReceive } from '~/messaging/consent';

const contact = {
  email: 'ada@mail.test',
  emailConsent: 'subscribed',
  phone: '+491713920001',
  smsConsent: 'subscribed',
  whatsappConsent: 'subscribed',
  redactedAt: null,
};
const CONSENT_OF = {
  email: 'emailConsent',
  sms: 'smsConsent',
  whatsapp: 'whatsappConsent',
  voice: 'smsConsent',
} as const;

describe.each(CHANNELS)('a message by %s', (channel) => {
  it('may go to a contact who subscribed', () => {
    const address = channel === 'email' ? contact.email : contact.phone;
    expect(mayReceive(channel, contact)).toEqual({ ok: true, value: address });
  });

  it.each(CONSENTS.filter((consent) => consent !== 'subscribed'))('never on the consent "%s"', (consent) => {
    expect(mayReceive(channel, { ...contact, [CONSENT_OF[channel]]: consent })).toEqual({
      ok: false,
      reason: 'no_consent',
    });
  });

  it('never to a contact without an address for it, nor to one who was erased', () => {
    const bare = { ...contact, email: null, phone: null };
    expect(mayReceive(channel, bare)).toEqual({
      ok: false,
      reason: channel === 'email' ? 'no_address' : 'no_phone',
    });
    expect(mayReceive(channel, { ...contact, redactedAt: new Date(0) })).toEqual({
      ok: false,
      reason: 'redacted',
    });
  });
});

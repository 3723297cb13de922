import { describe, expect, it } from 'vitest';
import { EMAIL_CONSENTS } from '~/contacts/contact';
import { mayReceiveEmail } from '~/messaging/consent';

const contact = { email: 'ada@mail.test', emailConsent: 'subscribed', redactedAt: null };

describe('an e-mail', () => {
  it('may go to a contact who subscribed', () => {
    expect(mayReceiveEmail(contact)).toEqual({ ok: true, value: 'ada@mail.test' });
  });

  it.each(EMAIL_CONSENTS.filter((consent) => consent !== 'subscribed'))(
    'never on the consent "%s"',
    (emailConsent) => {
      expect(mayReceiveEmail({ ...contact, emailConsent })).toEqual({ ok: false, reason: 'no_consent' });
    },
  );

  it('never to a contact without an address, nor to one who was erased', () => {
    expect(mayReceiveEmail({ ...contact, email: null })).toEqual({ ok: false, reason: 'no_address' });
    expect(mayReceiveEmail({ ...contact, redactedAt: new Date(0) })).toEqual({
      ok: false,
      reason: 'redacted',
    });
  });
});

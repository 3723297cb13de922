import { describe, expect, it } from 'vitest';
import { reasonInWords, withoutAddress } from '~/messaging/delivery';

describe('a reason', () => {
  it('of ours is put in words, a provider’s stays as it came', () => {
    expect(reasonInWords('no_consent')).toBe('no consent to this channel');
    expect(reasonInWords('550 5.1.1 no mailbox here')).toBe('550 5.1.1 no mailbox here');
  });

  it('keeps no address, however it is written', () => {
    expect(withoutAddress('550 <Ada.B+x@Mail.test> unknown', 'ada.b+x@mail.test')).toBe(
      '550 <the recipient> unknown',
    );
    expect(withoutAddress('550 adaxb@mail.test unknown', 'ada.b@mail.test')).toBe(
      '550 adaxb@mail.test unknown',
    );
  });
});

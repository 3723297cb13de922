import { describe, expect, it } from 'vitest';
import { maskMail, originOf, withoutPath } from '~/lib/traces';

describe('an address without traces', () => {
  it.each([
    [
      'https://shop.test/account/ada-lovelace?utm_source=news&a=b#top',
      'https://shop.test/?utm_source=news&a=b',
    ],
    ['/account/ada?utm_source=news', '/?utm_source=news'],
    ['account/ada', '/'],
    ['https://ada@shop.test:8080', 'https://shop.test:8080/'],
    ['android-app://com.mail/ada', 'android-app://com.mail/'],
    ['', '/'],
  ])('keeps host and query: %s', (address, kept) => {
    expect(withoutPath(address)).toBe(kept);
    expect(originOf(address)).toBe(kept.replace(/\?.*/, ''));
  });

  it('says nobody’s e-mail address, however it is written', () => {
    expect(maskMail('/?utm_source=ada%40mail.test&utm_medium=email')).toBe(
      '/?utm_source=redacted&utm_medium=email',
    );
    expect(maskMail('ada+news@mail.test / email, gclid')).toBe('redacted / email, gclid');
    expect(maskMail('newsletter / email')).toBe('newsletter / email');
  });
});

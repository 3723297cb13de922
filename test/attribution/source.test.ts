import { describe, expect, it } from 'vitest';
import { hostOf, landingOfPage, otherSourceOf, shownTags, withReadParams } from '~/attribution/source';
import { landing, tags } from '#test/support/attribution-factory';

const OWN = ['shop.test', 'cafe.myshopify.com'];

describe('another source', () => {
  it.each([
    [{ adParam: 'gclid', utm: tags({ source: 'google', medium: 'cpc' }) }, 'Google', 'paid_search'],
    [{ adParam: 'FBCLID' }, 'Facebook', 'organic_social'],
    [{ adParam: 'newclid' }, 'ad (newclid)', 'paid_other'],
    [{ utm: tags({ campaign: 'mugs' }) }, 'campaign mugs', 'unassigned'],
    [{ referrer: 'https://www.facebook.com/some/page' }, 'Facebook', 'organic_social'],
    [{ referrer: 'https://notshop.test/' }, 'notshop.test', 'referral'],
    [{ referrer: 'android-app://com.google.android.gm/' }, 'Gmail', 'email'],
  ])('of %j is %s, %s', (some, source, channel) => {
    expect(otherSourceOf(landing(some), OWN)).toMatchObject({ source, channel });
  });

  it.each([
    {},
    { referrer: 'https://shop.test/collections' },
    { referrer: 'https://www.shop.test/' },
    { referrer: 'https://account.shop.test/' },
    { referrer: 'https://www.paypal.com/checkout' },
    { referrer: 'not a url' },
  ])('is none for a direct visit, the shop itself, or a way back from paying: %j', (some) => {
    expect(otherSourceOf(landing(some), OWN)).toBeUndefined();
  });
});

describe('a page address', () => {
  const known = (token: string) => (token === 'signed' ? 'click-1' : undefined);

  it('tells tags, message, click and ad parameter, and keeps the path alone', () => {
    const page =
      '/products/mug?utm_source=newsletter&utm_medium=email&utm_campaign=caf%C3%A9&utm_id=v1&st_click=signed&gclid=secret';
    expect(landingOfPage({ at: null, page, referrer: null }, known)).toEqual({
      at: null,
      clickId: 'click-1',
      utm: { source: 'newsletter', medium: 'email', campaign: 'café', id: 'v1' },
      adParam: 'gclid',
      referrer: null,
      page: '/products/mug',
    });
  });

  it('says nothing of a click whose signature does not hold', () => {
    expect(landingOfPage({ at: null, page: '/?st_click=forged', referrer: null }, known).clickId).toBeNull();
  });

  it('fills what the witness did not read itself', () => {
    const utm = { source: 'told', medium: null, campaign: null };
    const read = landingOfPage(
      { at: null, page: 'https://shop.test/?utm_source=read&utm_medium=email', referrer: null, utm },
      known,
    );
    expect(read.utm).toEqual({ source: 'told', medium: 'email', campaign: null, id: null });
  });

  it('is cleaned of what cannot be stored, and cut', () => {
    const page = `/%00?utm_source=a%00b%0A&utm_medium=${'m'.repeat(5_000)}&utm_campaign=%00`;
    const { utm } = landingOfPage({ at: null, page, referrer: null }, known);
    expect(utm).toEqual({ source: 'ab', medium: 'm'.repeat(255), campaign: null, id: null });
  });

  it('that is none leaves everything unknown', () => {
    expect(landingOfPage({ at: null, page: 'https://[', referrer: null }, known)).toMatchObject({
      clickId: null,
      page: null,
    });
  });
});

it('shows tags in one line, and nothing where there are none', () => {
  expect(shownTags(landing({ utm: tags({ source: 'a', campaign: 'c' }), adParam: 'gclid' }))).toBe(
    'a / c, gclid',
  );
  expect(shownTags(landing())).toBeNull();
});

it('reads a host only where there is one', () => {
  expect(hostOf('https://www.Example.com:8080/x')).toBe('example.com');
  expect(hostOf('/x')).toBeUndefined();
  expect(hostOf(null)).toBeUndefined();
});

describe('of a page’s address', () => {
  it('tags, click id and names of ad parameters are kept, and nothing that may say who came', () => {
    const address =
      '/a?email=ada@customer.test&utm_source=n%20w&utm_term=ada&gclid=Cj0&constructor=1&st_click=abc&utm_id=m1#ada';
    expect(withReadParams(address)).toBe('/a?utm_source=n+w&gclid=&st_click=abc&utm_id=m1');
    expect(withReadParams('https://shop.test/b?who=ada')).toBe('https://shop.test/b');
    expect(withReadParams(null)).toBeNull();
    const read = (page: string | null) => landingOfPage({ at: null, page, referrer: null }, () => undefined);
    expect(read(withReadParams(address))).toEqual(read(address));
  });

  it('no word that JavaScript knows by itself is an ad parameter', () => {
    const read = landingOfPage({ at: null, page: '/?constructor=1', referrer: null }, () => undefined);
    expect(read.adParam).toBeNull();
    expect(otherSourceOf({ ...read, adParam: 'constructor' }, [])?.source).toBe('ad (constructor)');
  });
});

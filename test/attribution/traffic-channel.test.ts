import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostIn, sourceOfHost } from '~/attribution/known-source';
import { classify, clickParamIn, trafficChannels, type Arrival } from '~/attribution/traffic-channel';

const NOTHING: Arrival = { source: null, medium: null, campaign: null, clickParam: null, referrer: null };
const read = (some: Partial<Arrival>) => {
  const found = classify({ ...NOTHING, ...some }, (host) => host === 'shop.test');
  return found && `${found.source}: ${found.channel}`;
};
const tagged = (source: string | null, medium: string | null = null, campaign: string | null = null) =>
  read({ source, medium, campaign });

describe('a referrer', () => {
  it.each([
    ['https://www.google.com/', 'Google: organic_search'],
    ['HTTPS://WWW.Google.COM:443/search?q=mugs', 'Google: organic_search'],
    ['https://google.co.uk', 'Google: organic_search'],
    ['https://www.google.com.au./', 'Google: organic_search'],
    ['www.google.de/search', 'Google: organic_search'],
    ['https%3A%2F%2Fwww.google.com%2F', 'Google: organic_search'],
    ['android-app://com.google.android.googlequicksearchbox/', 'Google: organic_search'],
    ['https://mail.google.com/mail/u/0/', 'Gmail: email'],
    ['https://maps.google.com/', 'Google: referral'],
    ['https://gemini.google.com/app', 'Google Gemini: ai_assistants'],
    ['https://uk.search.yahoo.com/', 'Yahoo: organic_search'],
    ['https://l.facebook.com/l.php?u=x', 'Facebook: organic_social'],
    ['http://m.facebook.com:8080/', 'Facebook: organic_social'],
    ['android-app://com.facebook.katana', 'Facebook: organic_social'],
    ['android-app://com.pinterest/', 'Pinterest: organic_social'],
    ['https://www.pinterest.co.uk/pin/1', 'Pinterest: organic_social'],
    ['https://youtu.be/x', 'YouTube: organic_video'],
    ['https://chat.openai.com/', 'ChatGPT: ai_assistants'],
    ['https://www.perplexity.ai/search', 'Perplexity: ai_assistants'],
    ['https://www.amazon.co.jp/', 'Amazon: organic_shopping'],
    ['https://webmail2.provider.example/', 'webmail2.provider.example: email'],
    ['https://upcmail.provider.example/', 'upcmail.provider.example: email'],
    ['https://search.ke.voila.fr/', 'Voila: organic_search'],
    ['https://safesearch.provider.example/', 'safesearch.provider.example: organic_search'],
    ['https://suche.gmx.net/', 'GMX: organic_search'],
    ['https://search.ebay.com/', 'eBay: organic_shopping'],
    ['https://research.example.org/', 'research.example.org: referral'],
    ['https://search.example/', 'search.example: referral'],
    ['https://www.baidu.co.th/', 'Baidu: organic_search'],
    ['https://www.lastfm.de/', 'Last.fm: organic_social'],
    ['https://mastodon.nz/@someone', 'Mastodon: organic_social'],
    ['https://twitcasting.tv/', 'TwitCasting: organic_video'],
    ['android-app://com.snapchat.android', 'Snapchat: organic_social'],
    ['android-app://com.microsoft.office.outlook', 'Outlook: email'],
    ['https://blog.example.org/post', 'blog.example.org: referral'],
    ['https://пример.рф/', 'xn--e1afmkfd.xn--p1ai: referral'],
  ])('%s is %s', (referrer, expected) => {
    expect(read({ referrer })).toBe(expected);
  });

  it.each([
    'https://google.com.example.org/',
    'https://notgoogle.com/',
    'https://google.example.org/',
    'https://facebook.com.phish.example/',
    'https://t.company.example/',
    'https://mygoogle.shop/',
  ])('that only looks like a known one is a site like any other: %s', (referrer) => {
    expect(read({ referrer })).toMatch(/referral$/);
  });

  it.each([
    'not a url',
    'http://',
    '%',
    '%E0%A4%A',
    '/path',
    'https://[',
    '',
    'https://shop.test/x',
    'about:blank',
  ])('that names no host, or the shop itself, is none: %j', (referrer) => {
    expect(read({ referrer })).toBeUndefined();
  });
});

describe('tags', () => {
  it.each([
    ['google', 'cpc', null, 'Google: paid_search'],
    ['GOOGLE', 'PPC', null, 'Google: paid_search'],
    ['google', 'paid-search', null, 'Google: paid_search'],
    ['google', 'cpc', 'Shopping | mugs', 'Google: paid_shopping'],
    ['google', 'cpc', 'cross-network spring', 'Google: cross_network'],
    ['google', 'display', null, 'Google: display'],
    ['google', 'organic', null, 'Google: organic_search'],
    ['bing', 'retargeting', null, 'Bing: paid_search'],
    ['fb', 'paid', null, 'Facebook: paid_social'],
    ['facebook.com', 'cpm', null, 'Facebook: paid_social'],
    ['someone', 'cpm', null, 'someone: display'],
    ['ig', 'PaidSocial', null, 'Instagram: paid_social'],
    ['facebook_ads', null, null, 'Facebook: paid_social'],
    ['youtube', 'cpv-cpc', null, 'YouTube: paid_video'],
    ['instagram', null, null, 'Instagram: organic_social'],
    ['someone', 'social-media', null, 'someone: organic_social'],
    ['someone', 'e-mail', null, 'someone: email'],
    ['someone', 'Email', null, 'someone: email'],
    ['newsletter', null, null, 'newsletter: email'],
    ['klaviyo', 'sms', null, 'Klaviyo: sms'],
    ['shopify_email', null, null, 'Shopify Email: email'],
    ['someone', 'whatsapp', null, 'someone: whatsapp'],
    ['someone', 'affiliate', null, 'someone: affiliates'],
    ['spotify', 'audio', null, 'Spotify: audio'],
    ['someone', 'web_push', null, 'someone: push'],
    ['someone', 'mobile', null, 'someone: push'],
    ['someone', 'referral', null, 'someone: referral'],
    ['chatgpt.com', null, null, 'ChatGPT: ai_assistants'],
    ['someone', 'cpc', null, 'someone: paid_other'],
    ['someone', 'whatever', null, 'someone: unassigned'],
    ['some%20one', 'paid%20social', null, 'some one: paid_other'],
    [null, 'cpc', null, 'cpc: paid_other'],
  ])('%s / %s / %s is %s', (source, medium, campaign, expected) => {
    expect(tagged(source, medium, campaign)).toBe(expected);
  });

  it('that say nothing leave a visit direct', () => {
    expect(tagged('(direct)', '(none)', '(not set)')).toBeUndefined();
    expect(tagged('', ' ', '')).toBeUndefined();
  });

  it('say more than the referrer, and the referrer says what they leave out', () => {
    const referrer = 'https://www.facebook.com/';
    expect(read({ source: 'google', medium: 'cpc', referrer })).toBe('Google: paid_search');
    expect(read({ source: 'fair', medium: 'email', referrer })).toBe('fair: email');
    expect(read({ medium: 'paid', referrer })).toBe('Facebook: paid_social');
    expect(read({ source: 'fair', referrer: 'https://shop.test/' })).toBe('fair: unassigned');
  });
});

describe('a click parameter', () => {
  it.each([
    ['gclid', 'Google: paid_search'],
    ['GBRAID', 'Google: paid_search'],
    ['wbraid', 'Google: paid_search'],
    ['dclid', 'Google: display'],
    ['msclkid', 'Bing: paid_search'],
    ['ttclid', 'TikTok: paid_social'],
    ['twclid', 'X (Twitter): paid_social'],
    ['li_fat_id', 'LinkedIn: paid_social'],
    ['fbclid', 'Facebook: organic_social'],
    ['awc', 'Awin: affiliates'],
    ['constructor', 'ad (constructor): paid_other'],
  ])('%s is %s', (clickParam, expected) => {
    expect(read({ clickParam })).toBe(expected);
  });

  it('makes paid what the referrer or the tags name', () => {
    expect(read({ clickParam: 'gclid', referrer: 'https://www.youtube.com/' })).toBe('YouTube: paid_video');
    expect(read({ clickParam: 'fbclid', source: 'ig', medium: 'paid' })).toBe('Instagram: paid_social');
    expect(read({ clickParam: 'gclid', source: 'someone', referrer: 'https://google.com/' })).toBe(
      'someone: paid_search',
    );
  });

  it('of an ad says more than one that all links get', () => {
    expect(clickParamIn(['x', 'fbclid', 'gclid'])).toBe('gclid');
    expect(clickParamIn(['x', 'fbclid'])).toBe('fbclid');
    expect(clickParamIn(['x'])).toBeUndefined();
  });
});

it('whatever an address holds, it is read without an error, and in the same way each time', () => {
  const text = fc.option(fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.webUrl(), fc.domain()));
  const arrivals = fc.record({
    source: text,
    medium: text,
    campaign: text,
    clickParam: text,
    referrer: text,
  });
  fc.assert(
    fc.property(arrivals, (arrival) => {
      const once = classify(arrival, () => false);
      expect(classify(arrival, () => false)).toEqual(once);
      if (!once) return;
      expect(trafficChannels).toContain(once.channel);
      expect(once.source).not.toBe('');
    }),
  );
});

it('a host below a known one is known, and one that only begins or ends alike is not', () => {
  fc.assert(
    fc.property(
      fc.domain(),
      fc.constantFrom('google.com', 'chatgpt.com', 'bsky.app', 't.co'),
      (domain, known) => {
        const prefix = domain.split('.')[0] ?? '';
        fc.pre(/^[a-z]+$/.test(prefix) && !/mail|^(news|plus|groups|docs|maps|support)$/.test(prefix));
        expect(sourceOfHost(`x${prefix}9.${known}`)).toBe(sourceOfHost(known));
        expect(sourceOfHost(`x${prefix}9${known}`)?.name).not.toBe(sourceOfHost(known)?.name);
        expect(sourceOfHost(`${known}.x${prefix}9.example`)).toBeUndefined();
      },
    ),
  );
  expect(hostIn('//cdn.example.org/x')).toBe('cdn.example.org');
});

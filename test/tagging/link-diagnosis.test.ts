import { describe, expect, it } from 'vitest';
import { diagnoseLink } from '~/tagging/link-diagnosis';

const TAGS = { utm_source: 'newsletter', utm_medium: 'email', utm_campaign: 'spring_sale' };
const QUERY = 'utm_source=newsletter&utm_medium=email&utm_campaign=spring_sale';
const SHOP = ['café.example', 'shop.example'];
const diagnose = (...hops: Parameters<typeof diagnoseLink>[0]) => diagnoseLink(hops, TAGS, SHOP);

describe('the link doctor', () => {
  it('finds a link healthy that arrives in the shop with its tags', () => {
    const from = `http://shop.example/p?${QUERY}`;
    const to = `https://shop.example/products/p?${QUERY}`;
    expect(diagnose({ url: from, status: 301, next: to }, { url: to, status: 200 }).verdict).toBe('healthy');
  });

  it('names the hop that drops the tags', () => {
    const from = `https://shop.example/old?${QUERY}`;
    const found = diagnose(
      { url: from, status: 301, next: 'https://shop.example/new' },
      { url: 'https://shop.example/new', status: 200 },
    );
    expect(found).toMatchObject({ verdict: 'tags_dropped', hop: 0 });
    expect(found.sentence).toContain('https://shop.example/old to https://shop.example/new');
  });

  it('counts a tag that was changed on the way as dropped', () => {
    const to = `https://shop.example/p?${QUERY.replace('newsletter', 'other')}`;
    expect(
      diagnose({ url: `https://shop.example/?${QUERY}`, status: 302, next: to }, { url: to, status: 200 })
        .verdict,
    ).toBe('tags_dropped');
  });

  it('finds the tags inside the redirect of a discount link', () => {
    const from = `https://shop.example/discount/TEN?redirect=${encodeURIComponent(`/products/p?${QUERY}`)}`;
    const to = `https://shop.example/products/p?${QUERY}`;
    expect(diagnose({ url: from, status: 302, next: to }, { url: to, status: 200 }).verdict).toBe('healthy');
  });

  it('names a missing page, an error, a password page and a way out of the shop', () => {
    const url = `https://shop.example/p?${QUERY}`;
    expect(diagnose({ url, status: 404 }).verdict).toBe('not_found');
    expect(diagnose({ url, status: 503 }).verdict).toBe('failing');
    const locked = 'https://shop.example/password';
    expect(diagnose({ url, status: 302, next: locked }, { url: locked, status: 200 }).verdict).toBe(
      'password_page',
    );
    const away = `https://elsewhere.example/p?${QUERY}`;
    expect(diagnose({ url, status: 302, next: away }, { url: away, status: 200 })).toMatchObject({
      verdict: 'leaves_the_shop',
      hop: 0,
    });
  });

  it('passes on why a way was cut short', () => {
    expect(diagnose({ url: 'http://10.0.0.1/', stopped: 'refused_address' })).toMatchObject({
      verdict: 'refused_address',
      hop: 0,
    });
  });
});

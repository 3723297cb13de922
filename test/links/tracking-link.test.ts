import { describe, expect, it } from 'vitest';
import {
  checkAddress,
  endOfDay,
  lastDayOf,
  linkStatusOf,
  linkTokens,
  lintLinkTags,
  type ShopPlace,
} from '~/links/tracking-link';

const SHOP: ShopPlace = {
  hosts: ['tea.myshopify.com', 'tea.example'],
  storefrontUrl: 'https://tea.example',
  shortBase: 'https://app.example/s/',
};

describe('a destination', () => {
  const told = (url: string, tagged = true) =>
    checkAddress(url, SHOP, tagged).map(({ level, reason, fix }) => [level, reason, fix?.value]);

  it.each([
    'https://tea.example/teapot',
    'https://www.tea.example/?variant=1#top',
    'http://tea.example/größe',
  ])('of the shop has no findings: %s', (url) => expect(told(url)).toEqual([]));

  it.each([
    ['', 'empty', undefined],
    ['tea.example/teapot', 'relative', 'https://tea.example/teapot'],
    ['/teapot', 'relative', 'https://tea.example/teapot'],
    ['our new teapot', 'relative', undefined],
    ['mailto:ada@tea.example', 'mailto', undefined],
    ['javascript:alert(1)', 'javascript', undefined],
    ['https://', 'invalid_url', undefined],
    ['//tea.example/x', 'invalid_url', undefined],
    ['https://tea.example/?for={{ first_name }}', 'merge_tag', undefined],
    ['https://tea.example/unsubscribe', 'unsubscribe', undefined],
    ['https://app.example/s/c0ra1mpqz', 'short_link', undefined],
  ])('is refused: %j', (url, reason, fix) => expect(told(url)).toEqual([['refusal', reason, fix]]));

  it('elsewhere, or with tags of its own, is advised against', () => {
    expect(told('https://elsewhere.example/?utm_source=old')).toEqual([
      ['advice', 'no_shop_link', undefined],
      ['advice', 'already_tagged', undefined],
    ]);
  });

  it('that gets no tags may be elsewhere, and needs to be an address too', () => {
    expect(told('https://elsewhere.example/unsubscribe', false)).toEqual([]);
    expect(told('elsewhere', false)).toEqual([['refusal', 'relative', 'https://tea.example/elsewhere']]);
    expect(told('ftp://elsewhere.example', false)).toEqual([['refusal', 'not_web', undefined]]);
  });
});

describe('the last day of a link', () => {
  it('ends at midnight in the shop’s zone, also where the clocks change', () => {
    expect(endOfDay('2026-11-24', 'Europe/Berlin')).toEqual(new Date('2026-11-24T23:00:00Z'));
    expect(endOfDay('2026-10-25', 'Europe/Berlin')).toEqual(new Date('2026-10-25T23:00:00Z'));
    expect(lastDayOf(new Date('2026-10-25T23:00:00Z'), 'Europe/Berlin')).toBe('2026-10-25');
  });

  it('may be none, and is refused where it is no day', () => {
    expect(endOfDay('', 'Europe/Berlin')).toBeNull();
    expect(lastDayOf(null, 'Europe/Berlin')).toBe('');
    for (const day of ['2026-02-30', 'soon', '2026-1-1', '2026-W10']) {
      expect(endOfDay(day, 'Europe/Berlin')).toBeUndefined();
    }
  });

  it('decides its status, which archiving comes before', () => {
    const now = new Date('2026-11-24T12:00:00Z');
    const past = new Date('2026-11-24T12:00:00Z');
    expect(linkStatusOf({ archivedAt: null, expiresAt: null }, now)).toBe('active');
    expect(linkStatusOf({ archivedAt: null, expiresAt: new Date('2026-11-24T12:00:01Z') }, now)).toBe(
      'active',
    );
    expect(linkStatusOf({ archivedAt: null, expiresAt: past }, now)).toBe('expired');
    expect(linkStatusOf({ archivedAt: past, expiresAt: past }, now)).toBe('archived');
  });
});

describe('the tags of a link', () => {
  const tokens = linkTokens('Market stall', new Date('2026-11-24T23:30:00Z'), 'Europe/Berlin');
  const known = {
    source: ['instagram'],
    medium: ['social', 'email'],
    campaign: [{ value: 'thank_you', initiative: 'Parcel insert' }],
  };
  const told = (tags: Partial<Parameters<typeof lintLinkTags>[0]>) =>
    lintLinkTags({ source: 'flyer', medium: 'print', campaign: 'market', ...tags }, known, {
      name: 'Market stall',
      tokens,
    }).map(({ level, reason, fix }) => [level, reason, fix?.value]);

  it('may have any medium, spelled as before', () => {
    expect(told({})).toEqual([]);
    expect(told({ medium: 'email' })).toEqual([]);
    expect(told({ medium: 'socal' })).toEqual([['advice', 'near_duplicate', 'social']]);
    expect(told({ medium: '' })).toEqual([['refusal', 'missing', undefined]]);
  });

  it('know the link’s name and the day it was made, and nothing of a segment', () => {
    expect(tokens).toEqual({ campaign_name: 'Market stall', send_date: '2026_11_25' });
    expect(told({ campaign: '{{campaign_name}}_{{send_date}}' })).toEqual([]);
    expect(told({ source: '{{segment}}' })).toEqual([['refusal', 'token_without_value', undefined]]);
  });

  it('are not those of another initiative', () => {
    expect(told({ campaign: 'thank_you' })).toEqual([['advice', 'campaign_reused', 'thank_you_2']]);
  });
});

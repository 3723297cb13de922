import { describe, expect, it } from 'vitest';
import { lintLinks, lintTags, type LintContext } from '~/tagging/linter';
import { type Format, tagContent } from '~/tagging/tag-content';
import { nearDuplicateOf, tidyTagValue } from '~/tagging/tag-values';

const CONTEXT: LintContext = {
  channel: 'email',
  known: {
    source: ['newsletter', 'launch_list'],
    medium: ['email'],
    campaign: [
      { value: 'black_friday', initiative: 'Black Friday' },
      { value: 'black_friday_2', initiative: 'Black Friday again' },
      { value: 'day_1', initiative: 'Day 1' },
    ],
  },
  initiative: 'Spring sale',
  tokens: { campaign_name: 'Spring sale', send_date: '2026_11_27' },
};
const TAGS = { source: 'newsletter', medium: 'email', campaign: 'spring_sale' };

const told = (tags: Partial<typeof TAGS>, context: Partial<LintContext> = {}) =>
  lintTags({ ...TAGS, ...tags }, { ...CONTEXT, ...context }).map(({ level, reason, fix }) => [
    level,
    reason,
    fix?.value,
  ]);

describe('tags', () => {
  it('that are in order have no findings', () => {
    expect(told({})).toEqual([]);
    expect(told({ source: 'customers', campaign: 'product-launch_2026.03' })).toEqual([]);
    expect(told({ campaign: 'black_friday' }, { initiative: 'Black Friday' })).toEqual([]);
  });

  it.each([
    [{ source: ' ' }, 'refusal', 'missing', 'newsletter'],
    [{ medium: '' }, 'refusal', 'missing', 'email'],
    [{ campaign: '' }, 'refusal', 'missing', 'spring_sale'],
    [{ campaign: `spring ${'x'.repeat(95)}` }, 'refusal', 'too_long', `spring_${'x'.repeat(93)}`],
    [{ source: 'jane.doe@mail.example' }, 'refusal', 'personal_data', undefined],
    [{ campaign: 'vip-jane%40mail.example' }, 'refusal', 'personal_data', undefined],
    [{ source: '+49 170 1234567' }, 'refusal', 'personal_data', undefined],
    [{ source: '555-010-9999' }, 'refusal', 'personal_data', undefined],
    [{ campaign: '{{ email }}' }, 'refusal', 'personal_data', undefined],
    [{ campaign: 'Spring' }, 'advice', 'uppercase', 'spring'],
    [{ campaign: 'spring days' }, 'advice', 'spaces', 'spring_days'],
    [{ campaign: 'früh_ling' }, 'advice', 'non_ascii', 'fruh_ling'],
    [{ campaign: '50%_off!' }, 'advice', 'punctuation', '50_off'],
    [{ medium: 'sms' }, 'advice', 'medium_mismatch', 'email'],
    [{ source: 'news_letter' }, 'advice', 'near_duplicate', 'newsletter'],
    [{ source: 'newsleter' }, 'advice', 'near_duplicate', 'newsletter'],
    [{ campaign: 'black_firday' }, 'advice', 'near_duplicate', 'black_friday'],
    [{ campaign: 'black_friday' }, 'advice', 'campaign_reused', 'black_friday_3'],
    [{ campaign: '{{weather}}' }, 'refusal', 'unknown_token', undefined],
    [{ campaign: '{{campain_name}}' }, 'refusal', 'unknown_token', '{{campaign_name}}'],
    [{ campaign: '{{segment}}' }, 'refusal', 'token_without_value', undefined],
    [{ campaign: '{{automation}}_{{step}}' }, 'refusal', 'token_without_value', undefined],
    [{ campaign: `${'x'.repeat(90)}{{send_date}}_` }, 'refusal', 'too_long', `${'x'.repeat(90)}2026_11_27`],
    [{ campaign: '{{campaign_name}}!' }, 'advice', 'punctuation', '{{campaign_name}}'],
  ])('%j: %s %s', (tags, level, reason, fix) => {
    expect(told(tags)).toEqual([[level, reason, fix]]);
  });

  it('are looked at as they will be sent', () => {
    expect(told({ campaign: '{{campaign_name}}_{{send_date}}' })).toEqual([]);
    const taken = { initiative: 'Late sale', tokens: { campaign_name: 'Black Friday' } };
    expect(told({ campaign: '{{campaign_name}}' }, taken)).toEqual([
      ['advice', 'campaign_reused', 'black_friday_3'],
    ]);
    expect(told({ campaign: '{{segment}}' }, { tokens: { segment: 'ada@mail.example' } })).toEqual([
      ['refusal', 'personal_data', undefined],
    ]);
  });

  it('of one message can have several findings, refusals first', () => {
    expect(told({ source: 'News Letter', campaign: 'a@b.example' })).toEqual([
      ['refusal', 'personal_data', undefined],
      ['advice', 'uppercase', 'news_letter'],
      ['advice', 'spaces', 'news_letter'],
      ['advice', 'near_duplicate', 'newsletter'],
    ]);
  });

  it.each(['sale_20261127', 'order_1234567', 'top_100', 'a_1764201600'])(
    'may hold numbers: %s',
    (campaign) => {
      expect(told({ campaign })).toEqual([]);
    },
  );

  it('differ on purpose where their numbers do', () => {
    expect(told({ campaign: 'day_2' })).toEqual([]);
    expect(nearDuplicateOf('sale_2026', ['sale_2025'])).toBeUndefined();
  });

  it('are in order once their fixes are taken', () => {
    for (const value of ['Früh Ling', ' ÆØ–x ', 'Ärger & Spaß', '“Quotes”', 'a__b', 'ﬁne']) {
      const tidy = tidyTagValue(value);
      expect(told({ campaign: tidy })).toEqual([]);
      expect(tidyTagValue(tidy)).toBe(tidy);
    }
  });
});

describe('links', () => {
  const findings = (content: string, format: Format = 'html') =>
    lintLinks(
      tagContent(content, format, TAGS).links,
      ['tide.myshopify.com', 'www.tide.example'],
      'https://www.tide.example',
    );
  const lint = (html: string) => findings(html).map(({ level, reason }) => [level, reason]);

  it('to the shop are in order', () => {
    expect(lint('<a href="https://tide.example/a">a</a><a href="https://other.example/">b</a>')).toEqual([]);
    expect(lint('<a href="https://TIDE.myshopify.com/cart/1:1">a</a>')).toEqual([]);
  });

  it.each([
    ['<p>no link</p>', [['refusal', 'no_trackable_link']]],
    ['<a href="mailto:a@b.example">', [['refusal', 'no_trackable_link']]],
    ['<a href="https://nottide.example/">', [['advice', 'no_shop_link']]],
    ['<a href="https://tide.example/?utm_source=klaviyo">', [['advice', 'already_tagged']]],
    ['<a href="https://tide.example/"><a href="https://bit.ly/x">', [['advice', 'shortener']]],
    [
      '<a href="https://tide.example/"><a href="/sale"><a href="https://">',
      [
        ['advice', 'relative_link'],
        ['advice', 'invalid_link'],
      ],
    ],
  ])('%s: %j', (html, expected) => {
    expect(lint(html)).toEqual(expected);
  });

  it('that lead nowhere can be mended by a click', () => {
    expect(findings('<a href="/sale">')).toContainEqual(
      expect.objectContaining({
        reason: 'relative_link',
        fix: { label: 'Use “https://www.tide.example/sale”', value: 'https://www.tide.example/sale' },
      }),
    );
  });
});

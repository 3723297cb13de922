import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  resolveTags,
  resolveTagTokens,
  sendDateOf,
  tidyAroundTokens,
  TAG_TOKENS,
  withNearestTokens,
} from '~/tagging/tag-tokens';
import { tidyTagValue } from '~/tagging/tag-values';

const VALUES = {
  campaign_name: 'Black Friday: früher Zugang',
  send_date: '2026_11_27',
  segment: 'VIP customers',
};

describe('the tokens of a tag value', () => {
  it.each([
    ['{{campaign_name}}', 'black_friday_fruher_zugang'],
    ['{{ send_date }}-{{segment}}', '2026_11_27-vip_customers'],
    ['sale_{{send_date}}_{{send_date}}', 'sale_2026_11_27_2026_11_27'],
    ['plain', 'plain'],
    ['{single} }}{{', '{single} }}{{'],
  ])('%s is sent as %s', (written, value) => {
    expect(resolveTagTokens(written, VALUES)).toEqual({ value, missing: [], unknown: [] });
  });

  it('without a value stay as written, and are named once each', () => {
    expect(resolveTagTokens('{{step}}_{{segment}}_{{step}}', { segment: '' })).toEqual({
      value: '{{step}}_{{segment}}_{{step}}',
      missing: ['step', 'segment'],
      unknown: [],
    });
  });

  it('whose value leaves nothing for a tag are missing too', () => {
    expect(resolveTagTokens('{{segment}}', { segment: '春のセール' }).missing).toEqual(['segment']);
  });

  it('that are none stay as written, and are named', () => {
    expect(resolveTagTokens('{{ name }}_{{segment}}', VALUES)).toEqual({
      value: '{{ name }}_vip_customers',
      missing: [],
      unknown: ['{{ name }}'],
    });
  });

  it('are filled in for each value of a message, and nothing else of it is touched', () => {
    expect(
      resolveTags({ source: '{{segment}}', medium: 'email', campaign: '{{send_date}}', id: '{{x}}' }, VALUES),
    ).toEqual({ source: 'vip_customers', medium: 'email', campaign: '2026_11_27', id: '{{x}}' });
  });

  it('that are nearly right are put right', () => {
    expect(withNearestTokens('a_{{Campaign Name}}_{{segmnet}}')).toBe('a_{{campaign_name}}_{{segment}}');
    expect(withNearestTokens('{{segment}}_{{weather}}')).toBeUndefined();
  });

  it('always leave a value without braces where each has a tidy value', () => {
    const part = fc.oneof(
      fc.constantFrom(...TAG_TOKENS.map((token) => `{{${token}}}`)),
      fc.string().map((text) => text.replace(/[{}]/g, '')),
    );
    const name = fc.string().filter((text) => tidyTagValue(text) !== '');
    fc.assert(
      fc.property(fc.array(part), name, (parts, value) => {
        const values = Object.fromEntries(TAG_TOKENS.map((token) => [token, value]));
        const resolved = resolveTagTokens(parts.join(''), values);
        expect(resolved).toMatchObject({ missing: [], unknown: [] });
        expect(resolved.value).not.toMatch(/[{}]/);
      }),
    );
  });
});

describe('tidying around tokens', () => {
  it.each([
    ['Sale {{campaign_name}}!', 'sale_{{campaign_name}}'],
    ['{{ segment }} & {{step}}', '{{ segment }}_and_{{step}}'],
    ['Ärger', 'arger'],
  ])('%s becomes %s', (written, tidy) => {
    expect(tidyAroundTokens(written)).toBe(tidy);
  });
});

describe('the day of sending', () => {
  it('is that of the shop', () => {
    const lateInLondon = new Date('2026-11-27T23:30:00Z');
    expect(sendDateOf(lateInLondon, 'Europe/Berlin')).toBe('2026_11_28');
    expect(sendDateOf(lateInLondon, 'America/New_York')).toBe('2026_11_27');
  });
});

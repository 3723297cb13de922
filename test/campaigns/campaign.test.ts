import { describe, expect, it } from 'vitest';
import { type EditableCampaign, type EditableMessage, problemsOf, tokenValuesOf } from '~/campaigns/campaign';

const campaign: EditableCampaign = {
  name: 'Winter tea',
  channel: 'email',
  audience: { include: [{ id: 'gid://shopify/Segment/1', name: 'Tea lovers' }] },
};
const message: EditableMessage = {
  subject: 'Tea for {{ first_name }}',
  preheader: '',
  html: '<a href="https://shop.test/tea">Tea</a>',
  text: '',
  trackSales: true,
  utmSource: 'newsletter',
  utmMedium: 'email',
  utmCampaign: 'winter_tea',
  discountCode: '',
};

const sendAt = new Date('2026-11-26T23:30:00Z');
const tokens = tokenValuesOf({ name: 'Winter tea', segmentName: 'Tea lovers' }, sendAt, 'Europe/Berlin');

const reasons = (some: Partial<EditableCampaign>, change: Partial<EditableMessage> = {}) =>
  problemsOf({ ...campaign, ...some }, [{ ...message, ...change }], tokens, ['email']).map(
    ({ step, reason }) => `${step}: ${reason}`,
  );

describe('a campaign', () => {
  it('that lacks nothing has no problem', () => {
    expect(problemsOf(campaign, [message], tokens, ['email'])).toEqual([]);
  });

  it('new and empty has a problem in each step, in their order, each with a sentence', () => {
    const problems = problemsOf(
      { name: ' ', channel: 'email', audience: { include: [] } },
      [{ ...message, subject: '', html: '', trackSales: false }],
      tokens,
      ['email'],
    );
    expect(problems.map(({ step, reason }) => [step, reason])).toEqual([
      ['channel', 'no_name'],
      ['content', 'no_subject'],
      ['content', 'no_content'],
      ['audience', 'no_audience'],
    ]);
    expect(problems.every((problem) => /^[A-Z].*\.$/.test(problem.message))).toBe(true);
  });

  it('may have text alone', () => {
    expect(reasons({}, { html: '', text: 'Tea: https://shop.test/tea' })).toEqual([]);
  });

  it.each(['sms', 'whatsapp'] as const)('for %s waits for a provider', (channel) => {
    expect(reasons({ channel }, { subject: '' })).toEqual(['channel: channel_not_connected']);
  });

  it('for voice cannot be tracked', () => {
    expect(reasons({ channel: 'voice' })).toContain('summary: voice_has_no_links');
    expect(reasons({ channel: 'voice' }, { trackSales: false })).toEqual(['channel: channel_not_connected']);
  });

  it.each(['subject', 'preheader', 'html', 'text'] as const)(
    'names a merge tag in its %s that nothing fills in',
    (part) => {
      const problems = problemsOf(
        campaign,
        [{ ...message, [part]: `${message[part]} {{ nickname }}` }],
        tokens,
        ['email'],
      );
      expect(problems).toMatchObject([{ step: 'content', reason: 'unknown_merge_tag' }]);
      expect(problems[0]?.message).toContain('{{ nickname }}');
    },
  );
});

describe('tracking', () => {
  it('needs each of its tags', () => {
    const problems = problemsOf(
      campaign,
      [{ ...message, utmSource: ' ', utmMedium: '', utmCampaign: '' }],
      tokens,
      ['email'],
    );
    expect(problems.map(({ reason, field }) => [reason, field])).toEqual([
      ['tracking_without_tags', 'source'],
      ['tracking_without_tags', 'medium'],
      ['tracking_without_tags', 'campaign'],
    ]);
  });

  it('takes no value that tells who somebody is', () => {
    const problems = problemsOf(campaign, [{ ...message, utmCampaign: 'ada@mail.test' }], tokens, ['email']);
    expect(problems).toMatchObject([{ reason: 'tag_refused', field: 'campaign', step: 'summary' }]);
  });

  it('takes a discount code of one word', () => {
    expect(reasons({}, { discountCode: 'Mug10' })).toEqual([]);
    expect(reasons({}, { discountCode: 'two words' })).toEqual(['summary: discount_code_refused']);
  });

  it('takes tokens that have a value, and no others', () => {
    const named = { utmSource: '{{segment}}', utmCampaign: '{{campaign_name}}_{{send_date}}' };
    expect(problemsOf(campaign, [{ ...message, ...named }], tokens, ['email'])).toEqual([]);
    expect(tokens).toMatchObject({ send_date: '2026_11_27' });
    const nobody = tokenValuesOf({ name: 'Winter tea', segmentName: null }, sendAt, 'Europe/Berlin');
    expect(problemsOf(campaign, [{ ...message, ...named }], nobody, ['email'])).toMatchObject([
      { reason: 'tag_refused', field: 'source' },
    ]);
    expect(reasons({}, { utmCampaign: '{{automation}}' })).toEqual(['summary: tag_refused']);
  });

  it('needs a link that can be tagged', () => {
    const untrackable =
      '<a href="mailto:tea@shop.test">Write</a> <a href="{{ unsubscribe_url }}">No more</a>';
    expect(reasons({}, { html: untrackable })).toEqual(['summary: no_trackable_link']);
    expect(reasons({}, { html: untrackable, text: 'https://shop.test/tea' })).toEqual([]);
  });

  it('turned off needs neither', () => {
    expect(reasons({}, { html: '<p>Hello</p>', utmSource: '', trackSales: false })).toEqual([]);
  });
});

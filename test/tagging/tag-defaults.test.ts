import { describe, expect, it } from 'vitest';
import { lintTagDefaults, NO_TAG_DEFAULTS, startingTags } from '~/tagging/tag-defaults';

const told = (some: Partial<typeof NO_TAG_DEFAULTS>) =>
  lintTagDefaults({ ...NO_TAG_DEFAULTS, ...some }, { source: ['newsletter'] }).map(
    ({ field, level, reason, fix }) => [field, level, reason, fix?.value],
  );

describe('tag defaults', () => {
  it('give new messages their channel where no medium is set', () => {
    const defaults = { source: 'newsletter', medium: '', campaign: '{{campaign_name}}' };
    expect(startingTags(defaults, 'sms')).toEqual({ ...defaults, medium: 'sms' });
    expect(startingTags({ ...defaults, medium: 'mail' }, 'sms').medium).toBe('mail');
  });

  it('may be empty, or hold tokens', () => {
    expect(told({})).toEqual([]);
    expect(told({ source: '{{segment}}', campaign: '{{campaign_name}}_{{send_date}}' })).toEqual([]);
  });

  it.each([
    [{ source: '{{weather}}' }, ['source', 'refusal', 'unknown_token', undefined]],
    [{ source: 'ada@mail.example' }, ['source', 'refusal', 'personal_data', undefined]],
    [{ source: 'News {{segment}}' }, ['source', 'advice', 'uppercase', 'news_{{segment}}']],
    [{ source: 'newsleter' }, ['source', 'advice', 'near_duplicate', 'newsletter']],
    [{ medium: 'email' }, ['medium', 'advice', 'one_medium_for_all', '']],
    [{ campaign: 'spring' }, ['campaign', 'advice', 'one_campaign_for_all', '{{campaign_name}}']],
    [{ campaign: '{{automation}}' }, ['campaign', 'advice', 'automation_only', undefined]],
  ])('%j: %j', (some, finding) => {
    expect(told(some)).toContainEqual(finding);
  });
});

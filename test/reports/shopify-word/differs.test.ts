import { describe, expect, it } from 'vitest';
import type { JourneyVisit } from '~/orders/journey';
import { differenceOf, tagsText, theirWord, type TwiceSeen } from '~/reports/shopify-word/differs';

const OURS = { source: 'newsletter', medium: 'email', campaign: 'winter_mugs' };
const OTHERS = { source: 'newsletter', medium: 'email', campaign: 'spring_cups' };
const HOSTS = ['shop.test'];

const visit = (some: Partial<JourneyVisit> = {}): JourneyVisit => ({
  at: '2026-11-20T08:00:00.000Z',
  landingPage: 'https://shop.test/',
  referrer: null,
  utm: null,
  ...some,
});
const order = (some: Partial<TwiceSeen> = {}): TwiceSeen => ({
  bucket: 'credited',
  reason: 'last_click',
  model: 'last_click',
  ours: [{ tags: OURS, grade: 'click_id' }],
  journey: 'ready',
  visits: [visit({ utm: OURS })],
  ...some,
});
const sentAt = new Date('2026-11-01T00:00:00Z');
const OWN = new Map([OURS, OTHERS].map((tags) => [tagsText(tags), { ...tags, sentAt }]));
const labelOf = (one: TwiceSeen) => differenceOf(one, theirWord(one.visits, HOSTS), OWN)?.label;

describe('whom Shopify credits by an order’s visits', () => {
  it.each<[string, JourneyVisit[], string | undefined]>([
    ['the last one that is not direct', [visit({ utm: OURS }), visit()], 'newsletter / email / winter_mugs'],
    [
      'the last of several',
      [visit({ utm: OURS }), visit({ utm: OTHERS })],
      'newsletter / email / spring_cups',
    ],
    [
      'the tags of its address',
      [visit({ landingPage: 'https://shop.test/?utm_source=a&utm_medium=b&utm_campaign=c' })],
      'a / b / c',
    ],
    ['another site', [visit({ utm: OURS }), visit({ referrer: 'https://blog.example/' })], 'blog.example'],
    ['nobody for the shop’s own pages', [visit({ referrer: 'https://shop.test/cart' })], undefined],
    ['nobody without visits', [], undefined],
  ])('is %s', (_what, visits, name) => {
    expect(theirWord(visits, HOSTS)?.name).toBe(name);
  });
});

describe('an order is credited to different tags', () => {
  it.each<[string, Partial<TwiceSeen>, string | undefined]>([
    ['not where both say the same', {}, undefined],
    ['not where neither credits the shop’s tags', { ours: [], visits: [visit()] }, undefined],
    ['not where all of several agree', { model: 'linear' }, undefined],
    ['where Shopify is not ready', { journey: 'waiting', visits: [] }, 'Not ready in Shopify'],
    ['where Shopify has no visit', { journey: 'absent', visits: [] }, 'No visit in Shopify'],
    ['where Shopify gave up', { journey: 'expired', visits: [] }, 'No visit in Shopify'],
    ['where it was never asked', { journey: null, visits: [] }, 'No visit in Shopify'],
    ['where Shopify saw direct visits', { visits: [visit()] }, 'Direct in Shopify'],
    [
      'where Shopify saw a site',
      { visits: [visit({ referrer: 'https://blog.example/' })] },
      'Another source',
    ],
    ['where Shopify saw another message', { visits: [visit({ utm: OTHERS })] }, 'Another message'],
    ['by another model', { model: 'first_click', visits: [visit({ utm: OTHERS })] }, 'Another model'],
    [
      'where several share it here',
      {
        model: 'linear',
        ours: [
          { tags: OURS, grade: 'click_id' },
          { tags: OTHERS, grade: 'click_id' },
        ],
      },
      'Another model',
    ],
    ['outside the window', { ours: [], bucket: 'no_touch', reason: 'outside_window' }, 'Outside the window'],
    [
      'where another source decides here',
      { ours: [], bucket: 'no_touch', reason: 'later_touch_of_other_source' },
      'Another source here',
    ],
    [
      'where the visit came before the message',
      {
        ours: [],
        bucket: 'no_touch',
        reason: 'other_source',
        visits: [visit({ at: '2026-10-20T08:00:00.000Z', utm: OURS })],
      },
      'Before it was sent',
    ],
    ['of a test order', { ours: [], bucket: 'excluded', reason: 'test' }, 'Test order'],
    ['of a renewal', { ours: [], bucket: 'untrackable', reason: 'subscription_renewal' }, 'Renewal'],
    ['of a draft', { ours: [], bucket: 'untrackable', reason: 'draft' }, 'Not from the online store'],
    ['while it is pending', { ours: [], bucket: 'pending', reason: null }, 'Not decided yet'],
    [
      'where the evidence is not accepted',
      { ours: [], bucket: 'no_touch', reason: 'nothing_seen' },
      'Not accepted here',
    ],
  ])('%s', (_when, some, label) => {
    expect(labelOf(order(some))).toBe(label);
  });
});

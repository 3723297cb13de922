import { describe, expect, it } from 'vitest';
import { decide } from '~/attribution/decide';
import type { Settings } from '~/attribution/facts';
import { nearestSetting } from '~/attribution/nearest-setting';
import { receiptOf } from '~/attribution/receipt';
import { nearestSentence, receiptSentence } from '~/attribution/receipt-text';
import { ruleSentence } from '~/attribution/rule-text';
import { isSameRule } from '~/attribution/settings';
import {
  clickFact,
  before,
  facts,
  landing,
  OUR_TAGS,
  PLACED_AT,
  SETTINGS,
  tags,
  versionFact,
} from '#test/support/attribution-factory';

const checkouts = [{ at: PLACED_AT }];
const SMS_TAGS = { source: 'texts', medium: 'sms', campaign: 'flash' };
const versions = [
  versionFact(),
  versionFact({
    id: 2n,
    publicId: 'sms1',
    channel: 'sms',
    subject: 'Flash',
    campaign: 'Flash',
    utm: SMS_TAGS,
  }),
];
const mail = (days: number) => landing({ at: before({ days }), utm: tags(OUR_TAGS) });
const sms = (days: number) => landing({ at: before({ days }), utm: tags(SMS_TAGS) });
const google = (days: number) => landing({ at: before({ days }), adParam: 'gclid' });
const iso = (moment: string) => moment;

const rule = (some: Partial<Settings>): Settings => ({ ...SETTINGS, ...some });
const earned = (landings: ReturnType<typeof mail>[], some: Partial<Settings> = {}) =>
  decide(facts({ checkouts, versions, pixelLandings: landings }), rule(some)).credits.map(
    ({ versionId, amountMinor }) => [Number(versionId), Number(amountMinor)],
  );

describe('a window of its own', () => {
  it('counts a channel’s clicks for longer or shorter than those of others', () => {
    expect(earned([mail(6)])).toEqual([]);
    expect(earned([mail(6)], { channelWindows: { email: 6 } })).toEqual([[1, 5_000]]);
    expect(earned([mail(3), sms(2)], { channelWindows: { sms: 1 } })).toEqual([[1, 5_000]]);
    expect(earned([mail(3), google(2)], { channelWindows: { email: 20 } })).toEqual([]);
  });

  it('is what the receipt counts down, and what the nearest setting changes', () => {
    const settings = rule({ channelWindows: { email: 3 } });
    const receipt = (days: number) => {
      const history = facts({ checkouts, versions, pixelLandings: [mail(days)] });
      return receiptOf(history, settings, decide(history, settings));
    };
    expect(receiptSentence(receipt(2), iso)).toContain('1 day of the 3-day window were left.');
    expect(receiptSentence(receipt(4), iso)).toContain('within 5 days (Email 3) before the order.');
    expect(nearestSentence(receipt(4))).toBe(
      'With a window of 4 days instead of 3 for Email it would have been credited to “Warm hands” (campaign “Winter mugs”).',
    );
  });
});

describe('the model', () => {
  it.each([
    ['last_click', [[2, 5_000]]],
    ['first_click', [[1, 5_000]]],
    [
      'any_click',
      [
        [1, 5_000],
        [2, 5_000],
      ],
    ],
    [
      'linear',
      [
        [1, 2_500],
        [2, 2_500],
      ],
    ],
    [
      'position_based',
      [
        [1, 2_500],
        [2, 2_500],
      ],
    ],
    [
      'time_decay',
      [
        [1, 1_667],
        [2, 3_333],
      ],
    ],
  ] as const)('%s decides who earns an order of two messages', (model, expected) => {
    expect(earned([mail(2), sms(1)], { model, halfLifeDays: 1 })).toEqual(expected);
  });

  it('leaves to other sources what is theirs, and gives a message that was clicked twice its whole once', () => {
    expect(earned([mail(2), google(1)], { model: 'linear' })).toEqual([[1, 2_500]]);
    expect(earned([google(2), mail(1)], { model: 'first_click' })).toEqual([]);
    expect(earned([mail(3), mail(1)], { model: 'any_click' })).toEqual([[1, 5_000]]);
  });

  it('says who stood in the way of a first click', () => {
    const history = facts({ checkouts, versions, pixelLandings: [google(2), mail(1)] });
    const settings = rule({ model: 'first_click' });
    const decision = decide(history, settings);
    expect(decision).toMatchObject({ bucket: 'no_touch', reason: 'earlier_touch_of_other_source' });
    expect(receiptSentence(receiptOf(history, settings, decision), iso)).toContain(
      'before any click on your messages the visitor came from Google (Paid Search)',
    );
  });
});

describe('evidence that is not accepted', () => {
  it('earns nothing, stays on the receipt, and is named as what would have', () => {
    const history = facts({ checkouts, versions, pixelLandings: [mail(1)] });
    const settings = rule({ refusedGrades: ['pixel_tags'] });
    const decision = decide(history, settings);
    expect(decision).toMatchObject({
      bucket: 'no_touch',
      reason: 'direct',
      judged: [{ rejection: 'grade_not_accepted' }],
    });
    expect(nearestSetting(history, settings, decision)).toMatchObject({
      changed: 'accepted',
      grade: 'pixel_tags',
    });
    expect(nearestSentence(receiptOf(history, settings, decision))).toMatch(
      /^With “Tags, seen by the pixel” accepted as evidence it would have been credited to “Warm hands”/,
    );
  });

  it('still tells of other sources, which stand in the way', () => {
    expect(earned([mail(2), google(1)], { refusedGrades: ['journey_tags'] })).toEqual([]);
  });
});

describe('a renewal', () => {
  const order = { kind: 'subscription_renewal' as const, valueMinor: 2_001n, netMinor: 1_600n };
  const share = { touchAt: before({ days: 40 }), grade: 'click_id' as const };
  const subscription = {
    orderId: 7n,
    name: '#7',
    shares: [
      { ...share, versionId: 1n, weightPpm: 500_000 },
      { ...share, versionId: 2n, weightPpm: 500_000 },
    ],
  };
  const history = facts({ order, versions, subscription });

  it('goes in the shares of the first order to who won it, outside the buckets of credit by default', () => {
    const decision = decide(history, SETTINGS);
    expect(decision).toMatchObject({ bucket: 'untrackable', reason: 'subscription_renewal', credits: [] });
    expect(decision.renewals.map(({ versionId, amountMinor }) => [versionId, amountMinor])).toEqual([
      [1n, 1_001n],
      [2n, 1_000n],
    ]);
    expect(receiptSentence(receiptOf(history, SETTINGS, decision), iso)).toContain(
      'Its first order, #7, was won by “Warm hands” (campaign “Winter mugs”) and “Flash” (campaign “Flash”)',
    );
  });

  it('is credited like other orders where the shop says so, at the value that it says', () => {
    const settings = rule({ renewals: 'inside', basis: 'net' });
    const decision = decide(history, settings);
    expect(decision).toMatchObject({ bucket: 'credited', reason: 'subscription_renewal' });
    const receipt = receiptOf(history, settings, decision);
    expect(receipt.credits.map(({ amountMinor }) => amountMinor)).toEqual(['800', '800']);
    expect(receiptSentence(receipt, iso)).toContain('Your settings count renewals like other orders.');
  });

  it('is credited once, by its first order alone, where its customer also clicked a message before it', () => {
    const clicked = facts({
      ...history,
      clicks: [clickFact({ at: before({ hours: 2 }), versionId: 1n })],
      contactClickIds: [clickFact().id],
      order,
    });
    const decision = decide(clicked, rule({ renewals: 'inside' }));
    expect(decision).toMatchObject({ bucket: 'credited', deciding: null, credits: [] });
    expect(decision.renewals.map(({ versionId }) => versionId)).toEqual([1n, 2n]);
  });

  it('earns nobody anything where the first order did not, or is a test', () => {
    const none = facts({ order, versions, subscription: { ...subscription, shares: [] } });
    expect(decide(none, rule({ renewals: 'inside' }))).toMatchObject({ bucket: 'untrackable', renewals: [] });
    const test = facts({ order: { ...order, test: true }, versions, subscription });
    expect(decide(test, SETTINGS)).toMatchObject({ bucket: 'excluded', renewals: [] });
  });
});

describe('the rule in words', () => {
  it.each([
    [{}, 'Last click within 5 days before the order, over all sources.'],
    [
      { channelWindows: { email: 14, sms: 3 }, scope: 'messages_only' },
      'Last click within 5 days (Email 14, SMS 3) before the order, over your messages only.',
    ],
    [
      { model: 'time_decay', halfLifeDays: 1 },
      'Clicks within 5 days before the order, half as much for every day that they lie further back, over all sources.',
    ],
    [
      { refusedGrades: ['contact_click'], renewals: 'inside', basis: 'net' },
      'Last click within 5 days before the order, over all sources. Not accepted as evidence: “Known contact”. ' +
        'Renewals count like other orders. Orders count without tax, duties and shipping.',
    ],
  ] satisfies [Partial<Settings>, string][])('of %j', (some, sentence) => {
    expect(ruleSentence(rule(some))).toBe(sentence);
  });

  it('is the same rule where only what it does not use differs', () => {
    expect(isSameRule(SETTINGS, rule({ halfLifeDays: 3 }))).toBe(true);
    expect(isSameRule(SETTINGS, rule({ channelWindows: { email: 5 } }))).toBe(true);
    expect(isSameRule(SETTINGS, rule({ channelWindows: { email: 6 } }))).toBe(false);
    expect(isSameRule(rule({ model: 'time_decay' }), rule({ model: 'time_decay', halfLifeDays: 3 }))).toBe(
      false,
    );
  });
});

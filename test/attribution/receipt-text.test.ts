import { describe, expect, it } from 'vitest';
import { decide } from '~/attribution/decide';
import type { Settings } from '~/attribution/facts';
import { receiptOf } from '~/attribution/receipt';
import { evidenceReason, nearestSentence, receiptSentence } from '~/attribution/receipt-text';
import { ruleSentence } from '~/attribution/rule-text';
import {
  before,
  clickFact,
  facts,
  landing,
  OUR_TAGS,
  PLACED_AT,
  SETTINGS,
  tags,
} from '#test/support/attribution-factory';

const checkouts = [{ at: PLACED_AT }];
const mail = (age: Parameters<typeof before>[0]) => landing({ at: before(age), utm: tags(OUR_TAGS) });
const google = (age: Parameters<typeof before>[0]) => landing({ at: before(age), adParam: 'gclid' });

const receipt = (some: Parameters<typeof facts>[0], settings: Settings = SETTINGS) =>
  receiptOf(facts(some), settings, decide(facts(some), settings));
const iso = (moment: string) => moment;
const sentence = (some: Parameters<typeof facts>[0], settings?: Settings) =>
  receiptSentence(receipt(some, settings), iso);

describe('the sentence of a receipt', () => {
  it('names message, campaign, time, distance, tags and rule of a credit', () => {
    const click = clickFact({ at: before({ days: 1, hours: 2 }) });
    expect(
      sentence({
        checkouts,
        clicks: [click],
        pixelLandings: [landing({ at: PLACED_AT, clickId: click.id })],
      }),
    ).toBe(
      'Credited to “Warm hands” (campaign “Winter mugs”), because the last click before the order came from this message ' +
        'on 2026-11-23T10:00:00.000Z, 1 day 2 hours before the order, with the tags newsletter / email / winter_mugs. ' +
        '3 days 22 hours of the 5-day window were left. ' +
        'The rule: last click within 5 days before the order, over all sources.',
    );
  });

  it('says where the time of a credited visit was not recorded', () => {
    expect(sentence({ order: { landing: landing({ utm: tags(OUR_TAGS) }) } })).toContain(
      'came from this message in the session in which the order was placed, with',
    );
  });

  it('names the other source that came later, and the click that lost', () => {
    expect(sentence({ checkouts, pixelLandings: [mail({ days: 2 }), google({ hours: 3 })] })).toBe(
      'Not credited: after the click on “Warm hands” (campaign “Winter mugs”) on 2026-11-22T12:00:00.000Z, the visitor ' +
        'came from Google (Paid Search) on 2026-11-24T09:00:00.000Z, 3 hours before the order. ' +
        'The last click before the order takes the credit, whatever its source.',
    );
  });

  it('says how far outside the window a click was', () => {
    expect(sentence({ checkouts, pixelLandings: [mail({ days: 6 })] })).toBe(
      'Not credited: the click on “Warm hands” (campaign “Winter mugs”) was on 2026-11-18T12:00:00.000Z, ' +
        '6 days before the order. The rule counts clicks within 5 days before the order.',
    );
  });

  it.each([
    [{ checkouts }, 'came to the shop directly'],
    [{ checkouts, pixelLandings: [google({ hours: 1 })] }, 'came from Google (Paid Search)'],
    [{}, 'neither the pixel nor Shopify saw'],
    [{ order: { kind: 'pos' as const } }, 'point of sale'],
    [{ order: { kind: 'draft' as const } }, 'draft'],
    [{ order: { kind: 'subscription_renewal' as const } }, 'renewal of a subscription'],
    [{ order: { kind: 'other_app' as const } }, 'another app'],
    [{ journey: { state: 'waiting' as const, visits: [] } }, 'Not decided yet'],
    [{ order: { test: true } }, 'test order'],
  ])('for %j says: %s', (some, words) => {
    expect(sentence(some)).toContain(words);
  });
});

describe('the nearest setting', () => {
  it('reads as a sentence', () => {
    expect(nearestSentence(receipt({ checkouts, pixelLandings: [mail({ days: 6, hours: 2 })] }))).toBe(
      'With a window of 7 days instead of 5 it would have been credited to “Warm hands” (campaign “Winter mugs”).',
    );
    expect(
      nearestSentence(receipt({ checkouts, pixelLandings: [mail({ days: 2 }), google({ days: 1 })] })),
    ).toBe(
      'With your messages counted alone, instead of all sources, it would have been credited to “Warm hands” (campaign “Winter mugs”).',
    );
    expect(nearestSentence(receipt({ checkouts }))).toBeNull();
  });
});

describe('the reason of rejected evidence', () => {
  const reasons = (some: Parameters<typeof facts>[0]) => {
    const written = receipt(some);
    return written.evidence.map((line) => evidenceReason(line, written, iso));
  };

  it.each([
    [
      { checkouts, pixelLandings: [mail({ days: 6 })] },
      'It came 6 days before the order, and the rule counts 5 days.',
    ],
    [
      { checkouts, pixelLandings: [mail({ days: 2 }), google({ hours: 1 })] },
      'The visitor came again on 2026-11-24T11:00:00.000Z, from Google (Paid Search): the last click takes the credit.',
    ],
    [{ journey: { state: 'ready' as const, visits: [mail({ minutes: -5 })] } }, 'It came after the order.'],
    [
      { pixelLandings: [landing({ at: PLACED_AT, utm: tags({ id: 'x' }) })] },
      'Its utm_id belongs to no message that this shop has sent.',
    ],
  ])('is a whole sentence', (some, words) => {
    expect(reasons(some)).toEqual([words]);
  });
});

it('the rule reads by its window and scope', () => {
  expect(ruleSentence(SETTINGS)).toBe('Last click within 5 days before the order, over all sources.');
  expect(ruleSentence({ ...SETTINGS, windowDays: 1, scope: 'messages_only' })).toBe(
    'Last click within 1 day before the order, over your messages only.',
  );
});

describe('the trail', () => {
  it('runs from the message to the refund, and marks the landing that decided', () => {
    const click = clickFact({ at: before({ hours: 2 }) });
    const { trail } = receipt({
      checkouts,
      clicks: [click],
      sends: [{ versionId: 1n, at: before({ days: 1 }) }],
      pixelLandings: [landing({ at: before({ hours: 2, seconds: -3 }), clickId: click.id })],
      journey: { state: 'ready', visits: [landing({ at: before({ hours: 1 }) })] },
      refunds: [{ at: before({ days: -2 }), totalMinor: 1_000n }],
      order: { cancelledAt: before({ days: -3 }) },
    });
    expect(trail.map(({ kind, deciding }) => (deciding ? `${kind} *` : kind))).toEqual([
      'sent',
      'click *',
      'visit',
      'visit',
      'checkout',
      'order',
      'refund',
      'cancelled',
    ]);
    expect(trail[3]?.origin).toEqual({ kind: 'direct' });
  });
});

describe('where Shopify counts whole seconds and clocks differ', () => {
  const click = clickFact({ at: new Date(PLACED_AT.getTime() + 300) });

  it('the trail still runs from the message over click, visit and checkout to the order', () => {
    const { trail } = receipt({
      checkouts: [{ at: new Date(PLACED_AT.getTime() + 120_000) }],
      clicks: [click],
      pixelLandings: [landing({ at: before({ minutes: 4 }), clickId: click.id })],
      sends: [{ versionId: 1n, at: before({ hours: 1 }) }],
      refunds: [{ at: PLACED_AT, totalMinor: 100n }],
    });
    expect(trail.map(({ kind }) => kind)).toEqual(['sent', 'click', 'visit', 'checkout', 'order', 'refund']);
    const times = trail.filter(({ kind }) => kind !== 'order').map(({ at }) => Date.parse(at));
    expect(times.slice(0, 3)).toEqual(times.slice(0, 3).toSorted((a, b) => a - b));
  });

  it('a refund without money is no entry of the trail', () => {
    const { trail } = receipt({ refunds: [{ at: PLACED_AT, totalMinor: 0n }] });
    expect(trail.map(({ kind }) => kind)).toEqual(['order']);
  });
});

it('of several signs of one visit only the best carries the credit, and the others confirm it', () => {
  const click = clickFact({ at: before({ hours: 1 }) });
  const of = receipt({
    checkouts,
    clicks: [click],
    contactClickIds: [click.id],
    order: { cartClickId: click.id, landing: landing({ utm: tags(OUR_TAGS) }) },
    pixelLandings: [landing({ at: before({ hours: 1 }), clickId: click.id })],
  });
  expect(of.evidence.map((line) => [line.grade, evidenceReason(line, of, iso)])).toEqual(
    expect.arrayContaining([
      ['click_id', 'It carries the credit.'],
      ...['cart_click_id', 'landing_tags', 'contact_click'].map((grade) => [
        grade,
        'It confirms the credit: another sign of the same visit.',
      ]),
    ]),
  );
});

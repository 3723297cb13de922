import { describe, expect, it } from 'vitest';
import { decide } from '~/attribution/decide';
import { nearestSetting } from '~/attribution/nearest-setting';
import type { Settings } from '~/attribution/facts';
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

const ours = tags(OUR_TAGS);
const mail = (age: Parameters<typeof before>[0]) => landing({ at: before(age), utm: ours });
const ad = (age: Parameters<typeof before>[0]) => landing({ at: before(age), adParam: 'gclid' });
const checkouts = [{ at: PLACED_AT }];

const standing = (some: Parameters<typeof facts>[0], settings = SETTINGS) => {
  const { bucket, reason, credits } = decide(facts(some), settings);
  return { bucket, reason, to: credits.map(({ versionId }) => versionId) };
};
const rejections = (some: Parameters<typeof facts>[0]) =>
  decide(facts(some), SETTINGS).judged.map(({ sighting, rejection }) => [sighting.grade, rejection]);

describe('an order is credited', () => {
  const credited = { bucket: 'credited', reason: 'last_click', to: [1n] };

  it('to the message of the last click within the window', () => {
    expect(standing({ checkouts, pixelLandings: [ad({ days: 3 }), mail({ days: 2 })] })).toEqual(credited);
  });

  it('up to the window’s last moment, and in the order’s own second', () => {
    expect(standing({ checkouts, pixelLandings: [mail({ days: 5 })] })).toEqual(credited);
    const sameSecond = new Date(PLACED_AT.getTime() + 900);
    expect(
      standing({ journey: { state: 'ready', visits: [landing({ at: sameSecond, utm: ours })] } }),
    ).toEqual(credited);
  });

  it('also when it was refunded in full: with nothing', () => {
    const { credits } = decide(
      facts({ checkouts, pixelLandings: [mail({ days: 2 })], order: { valueMinor: 0n } }),
      SETTINGS,
    );
    expect(credits).toMatchObject([{ versionId: 1n, amountMinor: 0n, weightPpm: 1_000_000 }]);
  });

  it('by the cart’s click, by the journey, by the landing page alone', () => {
    const click = clickFact();
    expect(standing({ clicks: [click], order: { cartClickId: click.id } })).toEqual(credited);
    expect(standing({ journey: { state: 'ready', visits: [mail({ days: 1 })] } })).toEqual(credited);
    expect(standing({ order: { landing: landing({ utm: ours }) } })).toEqual(credited);
  });

  it('by a known contact’s click where the pixel saw nothing', () => {
    const click = clickFact();
    expect(standing({ clicks: [click], contactClickIds: [click.id] })).toEqual(credited);
  });
});

describe('an order is not credited', () => {
  it('after a later visit from another source, which is named', () => {
    const some = { checkouts, pixelLandings: [mail({ days: 2 }), ad({ days: 1 })] };
    expect(standing(some)).toEqual({ bucket: 'no_touch', reason: 'later_touch_of_other_source', to: [] });
    expect(decide(facts(some), SETTINGS).deciding?.origin).toEqual({
      kind: 'other',
      source: 'Google',
      medium: 'cpc',
      channel: 'paid_search',
    });
    expect(rejections(some)).toEqual([['pixel_tags', 'superseded_by_later_touch']]);
  });

  it('by a click before the window, or after the order', () => {
    const early = { checkouts, pixelLandings: [mail({ days: 5, seconds: 1 })] };
    expect(standing(early)).toMatchObject({ bucket: 'no_touch', reason: 'outside_window' });
    expect(rejections(early)).toEqual([['pixel_tags', 'outside_window']]);
    const late = { checkouts, pixelLandings: [mail({ seconds: -30 })] };
    expect(standing(late)).toMatchObject({ bucket: 'no_touch', reason: 'direct' });
    expect(rejections(late)).toEqual([['pixel_tags', 'after_order']]);
  });

  it('by the contact’s click on one device when the pixel saw another visitor buy', () => {
    const click = clickFact();
    const some = { checkouts, clicks: [click], contactClickIds: [click.id] };
    expect(standing(some)).toMatchObject({ bucket: 'no_touch', reason: 'direct' });
    expect(rejections(some)).toEqual([['contact_click', 'pixel_saw_visitor']]);
  });

  it('by a machine’s click, in any place', () => {
    const machine = clickFact({ verdict: 'machine' });
    const some = {
      clicks: [machine],
      contactClickIds: [machine.id],
      order: { cartClickId: machine.id, landing: landing({ clickId: machine.id, utm: ours }) },
    };
    expect(standing(some)).toMatchObject({ bucket: 'no_touch', reason: 'direct' });
    expect(rejections(some).map(([, rejection]) => rejection)).toEqual(Array(3).fill('machine_click'));
  });

  it('when the visitor came directly, from elsewhere, or was seen by nobody', () => {
    expect(standing({ checkouts })).toMatchObject({ bucket: 'no_touch', reason: 'direct' });
    expect(standing({ order: { landing: landing() } })).toMatchObject({
      bucket: 'no_touch',
      reason: 'direct',
    });
    expect(standing({ checkouts, pixelLandings: [ad({ days: 1 })] })).toMatchObject({
      bucket: 'no_touch',
      reason: 'other_source',
    });
    expect(standing({})).toMatchObject({ bucket: 'consent_absent', reason: 'nothing_seen' });
    expect(standing({ journey: { state: 'expired', visits: [] } })).toMatchObject({
      bucket: 'consent_absent',
    });
  });

  it.each(['pos', 'draft', 'subscription_renewal', 'other_app'] as const)(
    'when it is of the kind %s',
    (kind) => {
      const some = { checkouts, pixelLandings: [mail({ days: 1 })], order: { kind } };
      expect(standing(some)).toEqual({ bucket: 'untrackable', reason: kind, to: [] });
      expect(rejections(some)).toEqual([['pixel_tags', 'order_not_counted']]);
    },
  );

  it('when it is a test, whatever else is known', () => {
    expect(
      standing({ checkouts, pixelLandings: [mail({ days: 1 })], order: { test: true, kind: 'pos' } }),
    ).toEqual({ bucket: 'excluded', reason: 'test', to: [] });
  });
});

describe('while Shopify’s journey is awaited', () => {
  const journey = { state: 'waiting' as const, visits: [] };

  it('better evidence decides at once', () => {
    expect(standing({ journey, checkouts, pixelLandings: [mail({ days: 1 })] }).bucket).toBe('credited');
    const click = clickFact();
    expect(standing({ journey, clicks: [click], order: { cartClickId: click.id } }).bucket).toBe('credited');
  });

  it('anything else is pending', () => {
    const click = clickFact();
    const contact = { journey, clicks: [click], contactClickIds: [click.id] };
    expect(standing(contact)).toEqual({ bucket: 'pending', reason: 'journey_waiting', to: [] });
    expect(rejections(contact)).toEqual([['contact_click', 'undecided']]);
    expect(standing({ journey, order: { landing: landing({ utm: ours }) } }).bucket).toBe('pending');
    expect(standing({ journey, checkouts }).bucket).toBe('pending');
    expect(standing({ journey }).bucket).toBe('pending');
  });
});

describe('the scope of messages only', () => {
  const only: Settings = { ...SETTINGS, scope: 'messages_only' };

  it('passes over other sources', () => {
    expect(standing({ checkouts, pixelLandings: [mail({ days: 2 }), ad({ days: 1 })] }, only).to).toEqual([
      1n,
    ]);
  });
});

describe('the nearest setting', () => {
  const nearest = (some: Parameters<typeof facts>[0]) =>
    nearestSetting(facts(some), SETTINGS, decide(facts(some), SETTINGS));

  it('is the window that would have reached the click, in whole days', () => {
    expect(nearest({ checkouts, pixelLandings: [mail({ days: 6, hours: 1 })] })).toMatchObject({
      changed: 'window_days',
      settings: { windowDays: 7 },
      versionId: 1n,
    });
  });

  it('is counting messages alone where another source came later', () => {
    expect(nearest({ checkouts, pixelLandings: [mail({ days: 2 }), ad({ days: 1 })] })).toMatchObject({
      changed: 'scope',
      versionId: 1n,
    });
  });

  it('is none beyond 90 days, for a credited order, and where no message is known', () => {
    expect(nearest({ checkouts, pixelLandings: [mail({ days: 90, hours: 1 })] })).toBeUndefined();
    expect(nearest({ checkouts, pixelLandings: [mail({ days: 1 })] })).toBeUndefined();
    expect(nearest({ checkouts })).toBeUndefined();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepEvent, type PixelContext } from '~/tracking/pixel-pipeline';
import { parseWireEvent, type WireEvent } from '~/tracking/wire-event';

const NOW = new Date('2026-11-20T12:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;
const OURS = '01939a5c-0000-7000-8000-000000000001';
const context: PixelContext = {
  shop: 1,
  visitor: 'hashed',
  now: NOW,
  readClick: (token) => (token === 'signed' ? OURS : undefined),
};
const ago = (ms: number) => new Date(NOW.getTime() - ms).toISOString();

function event(landings: unknown[], some: Record<string, unknown> = {}): WireEvent {
  const parsed = parseWireEvent(
    JSON.stringify({
      v: 1,
      account: 'a',
      id: 'e',
      visitor: 'v',
      at: ago(0),
      checkout: { token: 't' },
      landings,
      ...some,
    }),
  );
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

function keep(landings: unknown[], some?: Record<string, unknown>) {
  const kept = keepEvent(event(landings, some), context);
  if (!kept.ok) throw new Error(kept.reason);
  return kept.value;
}

describe('a landing', () => {
  it.each([
    ['from the future', { at: ago(-11 * MINUTE), source: 's' }, 'future_landing'],
    ['of 91 days ago', { at: ago(91 * DAY), source: 's' }, 'old_landing'],
    ['after the checkout', { at: ago(-1 * MINUTE), source: 's' }, 'landing_after_checkout'],
    ['without any origin', { at: ago(MINUTE), path: '/' }, 'no_origin'],
    ['whose only origin is blank', { at: ago(MINUTE), source: ' \u0007 ' }, 'no_origin'],
    ['whose referrer is no web address', { at: ago(MINUTE), ref: 'android-app://mail' }, 'no_origin'],
    ['without a time', { source: 's' }, 'malformed_landing'],
    ['that is no object', 'landing', 'malformed_landing'],
  ])('%s is dropped and the others stay', (_, bad, reason) => {
    const { touches, dropped } = keep([bad, { at: ago(MINUTE), source: 'kept' }]);
    expect(touches.map(({ utmSource }) => utmSource)).toEqual(['kept']);
    expect(dropped).toEqual([reason]);
  });

  it('with a click id that is not ours keeps its tags and loses the click', () => {
    const { touches, dropped } = keep([{ at: ago(MINUTE), source: 's', click: 'forged' }]);
    expect(touches).toMatchObject([{ utmSource: 's', clickId: null }]);
    expect(dropped).toEqual(['click_not_ours']);
  });

  it('keeps the name of an ad click parameter, and nothing that is not a name', () => {
    const ad = (name: string) => keep([{ at: ago(MINUTE), source: 's', ad: name }]).touches[0]?.adParam;
    expect(ad('gclid')).toBe('gclid');
    expect(ad('gclid=EAIaIQ')).toBeNull();
  });

  it('beyond the newest twenty is dropped', () => {
    const landings = Array.from({ length: 25 }, (_, index) => ({
      at: ago((index + 1) * MINUTE),
      source: `s${index}`,
    }));
    const { touches, dropped } = keep(landings);
    expect(touches.map(({ utmSource }) => utmSource)).toEqual(
      Array.from({ length: 20 }, (_, index) => `s${19 - index}`),
    );
    expect(dropped).toEqual(Array(5).fill('too_many_landings'));
  });
});

describe('the click that the cart knew', () => {
  const clickedAt = new Date(Number.parseInt(OURS.replace('-', '').slice(0, 12), 16));
  const later = { ...context, now: new Date(clickedAt.getTime() + DAY) };
  const at = new Date(clickedAt.getTime() + 60 * MINUTE).toISOString();
  const keepLater = (landings: unknown[]) => {
    const kept = keepEvent(event(landings, { at, checkout: { token: 't', click: 'signed' } }), later);
    if (!kept.ok) throw new Error(kept.reason);
    return kept.value.touches;
  };

  it('is a touch at the time of the click, where no landing told of it', () => {
    expect(keepLater([])).toMatchObject([{ at: clickedAt, clickId: OURS, path: null }]);
  });

  it('adds nothing to a landing that told of it', () => {
    const landing = { at: new Date(clickedAt.getTime() + MINUTE).toISOString(), click: 'signed' };
    expect(keepLater([landing])).toHaveLength(1);
  });
});

describe('whatever a pixel sends', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ maxLength: 3_000, minLength: 1_000 }),
    fc.constant(''),
  );
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const landing = fc.record({
    at: fc
      .oneof(fc.integer({ min: 0, max: 120 * DAY }), fc.integer({ min: -DAY, max: 30 * MINUTE }))
      .map((ms) => ago(ms)),
    path: maybe(
      fc.oneof(
        text,
        fc.webPath().map((path) => `/${path}`),
      ),
    ),
    ref: maybe(fc.oneof(text, fc.webUrl({ withQueryParameters: true, withFragments: true }))),
    source: maybe(text),
    medium: maybe(text),
    campaign: maybe(text),
    id: maybe(text),
    click: maybe(fc.constantFrom('signed', 'forged')),
    ad: maybe(fc.constantFrom('gclid', 'fbclid', 'a b')),
  });
  const landings = fc.array(
    fc.oneof({ weight: 9, arbitrary: landing }, { weight: 1, arbitrary: fc.jsonValue() }),
    {
      maxLength: 40,
    },
  );

  it('what is kept is bounded, in time, of a known origin, and can be stored', () => {
    fc.assert(
      fc.property(landings, (told) => {
        const { touches } = keep(told);
        expect(touches.length).toBeLessThanOrEqual(20);
        expect(new Set(touches.map(({ id }) => id)).size).toBe(touches.length);
        for (const touch of touches) {
          expect(touch.at.getTime()).toBeLessThanOrEqual(NOW.getTime());
          expect(touch.at.getTime()).toBeGreaterThanOrEqual(NOW.getTime() - 90 * DAY);
          expect([null, OURS]).toContain(touch.clickId);
          const { clickId, utmSource, utmMedium, utmCampaign, utmId, adParam, referrer, path } = touch;
          const origins = [clickId, utmSource, utmMedium, utmCampaign, utmId, adParam, referrer];
          expect(origins.some((origin) => origin !== null)).toBe(true);
          for (const kept of [...origins, path]) {
            if (kept === null) continue;
            expect(kept).not.toMatch(/\p{Cc}/u);
            expect(kept.length).toBeGreaterThan(0);
            expect(kept.length).toBeLessThanOrEqual(1_024);
          }
          expect(`${referrer ?? ''}${path ?? ''}`).not.toMatch(/[?#]/);
        }
      }),
    );
  });

  it('the same landings in another order, or told twice, are the same touches', () => {
    fc.assert(
      fc.property(landings, fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (told, keys) => {
        const shuffled = told
          .map((one, index) => ({ one, key: keys[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        expect(keep(shuffled).touches).toEqual(keep(told).touches);
        expect(keep([...told, ...told]).touches).toEqual(keep(told).touches);
      }),
    );
  });

  it('another visitor or another shop never gets the same touch', () => {
    fc.assert(
      fc.property(landing, (told) => {
        const ids = [context, { ...context, visitor: 'other' }, { ...context, shop: 2 }].flatMap((of) => {
          const kept = keepEvent(event([told]), of);
          return kept.ok ? kept.value.touches.map(({ id }) => id) : [];
        });
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('reading it never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (posted) => {
        expect(typeof parseWireEvent(posted).ok).toBe('boolean');
      }),
    );
  });
});

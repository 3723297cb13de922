import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Landing,
  landingOf,
  landingsKept,
  wireEventOf,
} from '../../../extensions/web-pixel/src/wire-event.ts';
import { completedCheckout, pageView } from './pixel-events.ts';

const NOON = '2026-11-20T12:00:00.000Z';
const minutesAfterNoon = (minutes: number) => new Date(Date.parse(NOON) + minutes * 60_000).toISOString();

describe('a landing', () => {
  it('is a page view with tags or a click id, which it notes decoded', () => {
    const address =
      '/products/mug?utm_source=newsletter&utm_medium=email&utm_campaign=caf%C3%A9+week&utm_content=top&utm_term=a%3Db&utm_id=m7&st_click=abc.def';
    expect(landingOf(pageView(address))).toEqual({
      at: NOON,
      path: '/products/mug',
      source: 'newsletter',
      medium: 'email',
      campaign: 'café week',
      content: 'top',
      term: 'a=b',
      id: 'm7',
      click: 'abc.def',
    });
  });

  it('is a page view that an ad led to, of which it notes the name of the parameter alone', () => {
    expect(landingOf(pageView('/?gclid=Cj0KCQ-secret&color=blue'))).toEqual({
      at: NOON,
      path: '/',
      ad: 'gclid',
    });
  });

  it('is a page view from another site, noted without the query of that site', () => {
    expect(landingOf(pageView('/', 'https://blog.test/gifts?reader=anna#comments'))).toEqual({
      at: NOON,
      path: '/',
      ref: 'https://blog.test/gifts',
    });
    expect(landingOf(pageView('/', 'android-app://com.example.mail/'))?.ref).toBe(
      'android-app://com.example.mail/',
    );
  });

  it('is neither a direct visit nor a step inside the shop', () => {
    expect(landingOf(pageView('/'))).toBeUndefined();
    expect(landingOf(pageView('/?sort=price&utm_source='))).toBeUndefined();
    expect(landingOf(pageView('/cart', 'https://shop.test/?utm_source=newsletter'))).toBeUndefined();
  });

  it('is not the way back from a bank to the checkout', () => {
    expect(landingOf(pageView('/checkouts/cn/secret/thank-you', 'https://bank.test/pay'))).toBeUndefined();
  });

  it('is a tagged way into a checkout, noted without what identifies the checkout', () => {
    expect(landingOf(pageView('/checkouts/cn/secret?key=k&utm_source=sms'))).toEqual({
      at: NOON,
      path: '/checkouts/',
      source: 'sms',
    });
  });

  it('takes the first of two values and what is not an encoding as it is', () => {
    expect(landingOf(pageView('/?utm_source=a&utm_source=b&utm_campaign=100%'))).toMatchObject({
      source: 'a',
      campaign: '100%',
    });
  });

  it('leaves out a tag with somebody’s address in it', () => {
    expect(landingOf(pageView('/?utm_source=mail&utm_term=anna%40example.com'))).toEqual({
      at: NOON,
      path: '/',
      source: 'mail',
    });
  });

  it('holds nothing of the query but the tags and the click id', () => {
    const secret = fc.stringMatching(/^[a-z]{12,20}$/);
    const other = fc.constantFrom(
      'email',
      'gclid',
      'fbclid',
      'token',
      'UTM_SOURCE',
      'utm_sourcex',
      'constructor',
    );
    fc.assert(
      fc.property(other, secret, secret, (name, value, inReferrer) => {
        const address = `/?${name}=${value}&utm_source=x&${name}=${value}`;
        const landing = landingOf(pageView(address, `https://other.test/?q=${inReferrer}`));
        const written = JSON.stringify(landing);
        expect(written).not.toContain(value);
        expect(written).not.toContain(inReferrer);
      }),
    );
  });
});

describe('the landings kept', () => {
  const landing = (minutes: number, some: Partial<Landing> = {}): Landing => ({
    at: minutesAfterNoon(minutes),
    path: '/',
    source: 'newsletter',
    ...some,
  });

  it('end with the new one', () => {
    const first = landing(0);
    const second = landing(5, { source: 'ads' });
    expect(landingsKept(JSON.stringify([first]), second.at, second)).toEqual([first, second]);
  });

  it('do not count a reload or the way back as another arrival, but a new click and a later visit', () => {
    const stored = JSON.stringify([landing(0)]);
    expect(landingsKept(stored, minutesAfterNoon(20), landing(20))).toHaveLength(1);
    expect(landingsKept(stored, minutesAfterNoon(20), landing(20, { click: 'another' }))).toHaveLength(2);
    expect(landingsKept(stored, minutesAfterNoon(31), landing(31))).toHaveLength(2);
  });

  it('forget what is older than ninety days', () => {
    const day = 24 * 60;
    const stored = JSON.stringify([landing(0), landing(day)]);
    expect(landingsKept(stored, minutesAfterNoon(90 * day + 1))).toEqual([landing(day)]);
  });

  it('are the newest twenty', () => {
    const many = Array.from({ length: 25 }, (_, index) => landing(index, { campaign: `c${index}` }));
    const kept = landingsKept(JSON.stringify(many), minutesAfterNoon(30), landing(30));
    expect(kept.map(({ campaign }) => campaign).slice(0, 2)).toEqual(['c6', 'c7']);
    expect(kept).toHaveLength(20);
  });

  it.each([null, '', 'nonsense', '{}', '3', 'null', '[null]', '[{"at":"never"}]'])(
    'start anew where %s was stored',
    (stored) => {
      expect(landingsKept(stored, NOON, landing(0))).toEqual([landing(0)]);
    },
  );

  it('are at most twenty, in order, and fit into one request, whatever the history', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 300 });
    const history = fc.array(fc.tuple(fc.nat(200_000), anyText, anyText), { maxLength: 60 });
    fc.assert(
      fc.property(history, (arrivals) => {
        let stored: string | null = null;
        for (const [minutes, campaign, term] of arrivals.toSorted(([a], [b]) => a - b)) {
          const tags = new URLSearchParams({ utm_source: 'x', utm_campaign: campaign, utm_term: term });
          const now = minutesAfterNoon(minutes);
          const arrived = landingOf(pageView(`/?${tags.toString()}`, '', now));
          const kept = landingsKept(stored, now, arrived);
          expect(kept.length).toBeLessThanOrEqual(20);
          expect(kept.map(({ at }) => at)).toEqual(kept.map(({ at }) => at).toSorted());
          expect(kept.every(({ at }) => Date.parse(now) - Date.parse(at) < 90 * 86_400_000)).toBe(true);
          stored = JSON.stringify(kept);
          expect(new TextEncoder().encode(stored).length).toBeLessThan(60_000);
          expect(stored).not.toMatch(/(?<!\\)\\ud[89ab]/i);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('the report of a completed checkout', () => {
  it('ties the landings to checkout, order and visitor', () => {
    const landings = [{ at: NOON, path: '/', click: 'abc' }];
    const event = completedCheckout({
      attributes: [
        { key: 'gift', value: 'yes' },
        { key: 'st_click', value: 'abc' },
      ],
    });
    expect(wireEventOf('account-1', event, landings)).toEqual({
      v: 1,
      account: 'account-1',
      id: 'event-1',
      visitor: 'client-1',
      at: '2026-11-20T12:15:00.000Z',
      checkout: { token: 'checkout-1', order: '6001', click: 'abc' },
      landings,
    });
  });

  it('writes the order’s number whether Shopify gave it bare or as a global id', () => {
    const of = (id: string | null) =>
      wireEventOf('a', completedCheckout({ order: { id } }), [])?.checkout.order;
    expect(of('6001')).toBe('6001');
    expect(of('gid://shopify/Order/6001')).toBe('6001');
    expect(of(null)).toBeUndefined();
  });

  it('says what it can where Shopify says little, and nothing without a checkout', () => {
    expect(wireEventOf('a', completedCheckout({ order: null, attributes: null }), [])?.checkout).toEqual({
      token: 'checkout-1',
    });
    expect(wireEventOf('a', completedCheckout({ token: null }), [])).toBeUndefined();
  });
});

import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { db, type Shop } from '~/db.server';
import { intake } from '~/intake/app';
import { hashFor } from '~/lib/secrets.server';
import { clickToken } from '~/tracking/link-token.server';
import { marksOf } from '#test/support/backlog.ts';
import { dropsOf, postedEvent, wireEvent, wireLanding } from '#test/support/intake-factory.ts';
import { fateOfEvent, workOffPixels } from '#test/support/pixel-fate.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const post = async (event: unknown, headers: Record<string, string> = {}) => {
  const request = postedEvent(event);
  return intake.request('/pixel', { ...request, headers: { ...request.headers, ...headers } });
};
const fateOf = (response: Response) => response.headers.get('X-Sales-Trail');
const touchesOf = (shop: Shop) => db.touch.findMany({ where: { shopId: shop.id }, orderBy: { at: 'asc' } });
const checkoutsOf = (shop: Shop) => db.checkout.findMany({ where: { shopId: shop.id } });
const waitingOf = (shop: Shop) => db.pixelReceipt.findMany({ where: { shopId: shop.id } });

describe('a pixel event', () => {
  it('is stored as it came before it is answered, then becomes touches, a checkout and a mark to decide its order anew', async () => {
    const shop = await makeShop();
    const now = new Date();
    const click = randomUUID();
    const event = wireEvent(shop, now, {
      visitor: 'visitor-1',
      checkout: { token: 'c-1', order: 'gid://shopify/Order/9007199254740993' },
      landings: [
        wireLanding(now, {
          click: clickToken(shop.id, click),
          id: 'v3rs10n',
          ref: 'https://mail.test/inbox?q=me',
        }),
      ],
    });
    const response = await post(event);
    expect([response.status, fateOf(response)]).toEqual([204, 'stored']);
    const [waiting] = await waitingOf(shop);
    expect(waiting?.body).toBe(JSON.stringify(event));
    expect(await checkoutsOf(shop)).toEqual([]);
    await workOffPixels();
    expect(await waitingOf(shop)).toEqual([]);
    const visitor = hashFor(shop.id, 'visitor', 'visitor-1');
    expect(await touchesOf(shop)).toMatchObject([
      {
        visitor,
        seenBy: 'pixel',
        clickId: click,
        utmSource: 'newsletter',
        utmMedium: 'email',
        utmCampaign: 'spring',
        utmId: 'v3rs10n',
        referrer: 'https://mail.test/inbox',
        path: '/products/teapot',
      },
    ]);
    expect(await checkoutsOf(shop)).toMatchObject([
      { token: 'c-1', visitor, orderId: 9007199254740993n, receivedAt: waiting?.receivedAt },
    ]);
    expect(await marksOf(shop.id)).toEqual(['c-1']);
    expect(await db.shop.findUnique({ where: { id: shop.id } })).toMatchObject({
      lastPixelAt: waiting?.receivedAt,
    });
  });

  it('is accepted from any origin, an opaque one and none, and says so', async () => {
    const shop = await makeShop();
    for (const headers of [{ Origin: 'null' }, { Origin: 'https://shop.test' }, {}] as Record<
      string,
      string
    >[]) {
      const response = await post(wireEvent(shop, new Date()), headers);
      expect(fateOf(response)).toBe('stored');
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    }
    await workOffPixels();
    expect(await checkoutsOf(shop)).toHaveLength(3);
  });

  it('is let through by the browser that asks first', async () => {
    const response = await intake.request('/pixel', { method: 'OPTIONS', headers: { Origin: 'null' } });
    expect(response.status).toBe(204);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(response.headers.get('Access-Control-Allow-Methods')).toContain('POST');
    expect(response.headers.get('Access-Control-Allow-Headers')).toBe('content-type');
  });

  it('replayed eight times at once, and later, is one row each and one waiting job', async () => {
    const shop = await makeShop();
    const event = wireEvent(shop, new Date());
    await Promise.all(Array.from({ length: 8 }, () => post(event)));
    await workOffPixels();
    expect(await fateOfEvent(event)).toBe('duplicate');
    expect(await touchesOf(shop)).toHaveLength(1);
    expect(await checkoutsOf(shop)).toHaveLength(1);
    expect(await marksOf(shop.id)).toHaveLength(1);
  });

  it('that tells more of the same checkout adds it and asks again', async () => {
    const shop = await makeShop();
    const now = new Date();
    const event = wireEvent(shop, now, { checkout: { token: 'c-2' } });
    expect(await fateOfEvent(event)).toBe('stored');
    expect((await checkoutsOf(shop))[0]?.orderId).toBeNull();
    const more = {
      ...event,
      checkout: { token: 'c-2', order: '42' },
      landings: [wireLanding(now, { campaign: 'autumn' })],
    };
    expect(await fateOfEvent(more)).toBe('stored');
    expect(await checkoutsOf(shop)).toMatchObject([{ token: 'c-2', orderId: 42n }]);
    expect(await touchesOf(shop)).toHaveLength(2);
  });
});

describe('a forged pixel event', () => {
  it('cannot take a checkout from its visitor, nor change anything of it', async () => {
    const shop = await makeShop();
    const now = new Date();
    await fateOfEvent(wireEvent(shop, now, { visitor: 'buyer', checkout: { token: 'theirs' } }));
    const before = [await touchesOf(shop), await checkoutsOf(shop), await marksOf(shop.id)];
    const forged = wireEvent(shop, now, {
      visitor: 'thief',
      checkout: { token: 'theirs', order: '666' },
      landings: [wireLanding(now, { source: 'thief' })],
    });
    expect(await fateOfEvent(forged)).toBe('dropped:checkout_taken');
    expect([await touchesOf(shop), await checkoutsOf(shop), await marksOf(shop.id)]).toEqual(before);
    expect(await dropsOf('pixel', 'checkout_taken')).toBe(1);
  });

  it('in the same group as the true one that came first changes nothing either', async () => {
    const shop = await makeShop();
    const now = new Date();
    const by = (visitor: string) =>
      post(
        wireEvent(shop, now, {
          visitor,
          checkout: { token: 'raced' },
          landings: [wireLanding(now, { source: visitor })],
        }),
      );
    const takenBefore = await dropsOf('pixel', 'checkout_taken');
    await Promise.all([by('buyer'), by('thief'), by('thief'), by('buyer')]);
    await workOffPixels();
    expect(await dropsOf('pixel', 'checkout_taken')).toBe(takenBefore + 2);
    expect((await touchesOf(shop)).map(({ utmSource }) => utmSource)).toEqual(['buyer']);
    expect((await checkoutsOf(shop))[0]?.visitor).toBe(hashFor(shop.id, 'visitor', 'buyer'));
  });

  it('cannot name a click that was not signed for this shop', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const now = new Date();
    const foreign = clickToken(other.id, randomUUID());
    await fateOfEvent(
      wireEvent(shop, now, {
        landings: [wireLanding(now, { click: foreign }), wireLanding(now, { click: 'x' })],
      }),
    );
    expect((await touchesOf(shop)).map(({ clickId }) => clickId)).toEqual([null]);
    expect(await dropsOf('pixel', 'click_not_ours')).toBe(2);
  });

  it('never makes an order or money', async () => {
    const shop = await makeShop();
    expect(await fateOfEvent(wireEvent(shop, new Date()))).toBe('stored');
    const where = { where: { shopId: shop.id } };
    expect([
      await db.order.count(where),
      await db.ledgerEntry.count(where),
      await db.credit.count(where),
    ]).toEqual([0, 0, 0]);
  });
});

describe('a flood of pixel events', () => {
  it('of one visitor is answered like any other, stored up to a bound, and counted beyond it', async () => {
    const shop = await makeShop();
    const now = new Date();
    const flood = Array.from({ length: 60 }, () => post(wireEvent(shop, now, { visitor: 'flood' })));
    const responses = await Promise.all(flood);
    expect(responses.map(({ status }) => status)).toEqual(Array(60).fill(204));
    const over = responses.filter((response) => fateOf(response) === 'dropped:visitor_rate');
    expect(over.length).toBeGreaterThan(20);
    await workOffPixels();
    expect(over[0]?.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(await checkoutsOf(shop)).toHaveLength(60 - over.length);
    await vi.waitFor(async () => expect(await dropsOf('pixel', 'visitor_rate')).toBe(over.length));
    expect(fateOf(await post(wireEvent(shop, now)))).toBe('stored');
  });
});

describe('a pixel event that cannot be used', () => {
  const now = new Date();
  const DAY = 86_400_000;
  it.each<[string, (shop: Shop) => unknown, string]>([
    ['is not JSON', () => '{', 'not_json'],
    ['is empty', () => '', 'not_json'],
    ['is of another version', (shop) => wireEvent(shop, now, { v: 2 }), 'unknown_version'],
    ['lacks its visitor', (shop) => wireEvent(shop, now, { visitor: undefined }), 'malformed'],
    ['has a visitor that is a list', (shop) => wireEvent(shop, now, { visitor: ['a'] }), 'malformed'],
    [
      'has a NUL in its checkout',
      (shop) => wireEvent(shop, now, { checkout: { token: 'a\u0000b' } }),
      'malformed',
    ],
    ['is null', () => 'null', 'malformed'],
    ['lacks its checkout', (shop) => wireEvent(shop, now, { checkout: undefined }), 'malformed'],
    [
      'names an account that nobody has',
      (shop) => wireEvent(shop, now, { account: `${shop.pixelAccount}x` }),
      'unknown_account',
    ],
    ['is larger than 64 kB', (shop) => wireEvent(shop, now, { more: 'x'.repeat(65_536) }), 'body_too_large'],
    [
      'comes from the future',
      (shop) => wireEvent(shop, now, { at: new Date(now.getTime() + DAY).toISOString() }),
      'future_checkout',
    ],
    [
      'is older than 90 days',
      (shop) => wireEvent(shop, now, { at: new Date(now.getTime() - 91 * DAY).toISOString() }),
      'old_checkout',
    ],
  ])('because it %s is answered 204 with the reason, counted, and not stored', async (_, make, reason) => {
    const shop = await makeShop();
    const before = await dropsOf('pixel', reason);
    const response = await post(make(shop));
    expect(response.status).toBe(204);
    expect(['stored', `dropped:${reason}`]).toContain(fateOf(response));
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    await workOffPixels();
    expect(await checkoutsOf(shop)).toEqual([]);
    expect(await touchesOf(shop)).toEqual([]);
    await vi.waitFor(async () => expect(await dropsOf('pixel', reason)).toBe(before + 1));
  });

  it('because it breaks off behind its head is stored, then dropped and counted when it is worked off', async () => {
    const shop = await makeShop();
    const before = await dropsOf('pixel', 'not_json');
    const broken = JSON.stringify(wireEvent(shop, now)).slice(0, -1);
    expect(fateOf(await post(broken))).toBe('stored');
    await workOffPixels();
    expect(await waitingOf(shop)).toEqual([]);
    expect(await checkoutsOf(shop)).toEqual([]);
    expect(await dropsOf('pixel', 'not_json')).toBe(before + 1);
  });

  it('because its shop uninstalled is dropped', async () => {
    const shop = await makeShop({ uninstalledAt: new Date() });
    expect(fateOf(await post(wireEvent(shop, now)))).toBe('dropped:shop_uninstalled');
  });

  it('in part is stored in part: control characters and numbers that no column holds spoil no other event', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const odd = wireEvent(shop, now, {
      checkout: { token: 'odd', order: '9'.repeat(40) },
      landings: [wireLanding(now, { campaign: 'a\u0000b\ud800', path: '/a?email=x@y.test#z' }), 7, null],
    });
    const withNul = JSON.stringify(wireEvent(shop, now)).replace('newsletter', 'news\0letter');
    const fates = await Promise.all([post(odd), post(withNul), post(wireEvent(other, now))]);
    expect(fates.map(fateOf)).toEqual(['stored', 'dropped:not_json', 'stored']);
    await workOffPixels();
    expect(await checkoutsOf(other)).toHaveLength(1);
    expect(await touchesOf(shop)).toMatchObject([{ utmCampaign: 'ab\ufffd', path: '/a' }]);
    expect(await checkoutsOf(shop)).toMatchObject([{ orderId: null }]);
    expect(await dropsOf('pixel', 'malformed_landing')).toBe(2);
  });
});

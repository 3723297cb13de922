import { describe, expect, it, vi } from 'vitest';
import { db, type Shop } from '~/db.server';
import { intake } from '~/intake/app';
import { linkToken, readClickToken } from '~/tracking/link-token.server';
import { dropsOf, makeDelivery } from '#test/support/intake-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const BROWSER =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15';

const open = async (token: string, method = 'GET', headers: Record<string, string> = {}) =>
  intake.request(`/l/${token}`, { method, headers: { 'User-Agent': BROWSER, ...headers } });
const clicksOf = (shop: Shop) => db.click.findMany({ where: { shopId: shop.id } });

async function sentLink(taggedUrl?: string, contact: { firstName?: string | null } = {}) {
  const shop = await makeShop();
  const sent = await makeDelivery(shop, { taggedUrl, ...contact });
  return { shop, ...sent, token: linkToken(shop.id, sent.deliveryId, sent.versionId, 0) };
}

describe('a tracked link', () => {
  it('stores the click, then leads to the tagged URL with the signed click id', async () => {
    const { shop, token, deliveryId, versionId } = await sentLink();
    const response = await open(token);
    expect(response.status).toBe(302);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('Referrer-Policy')).toBe('strict-origin-when-cross-origin');
    const location = response.headers.get('Location') ?? '';
    expect(location).toMatch(/^https:\/\/shop\.test\/teapot\?utm_source=newsletter&st_click=[\w-]+#top$/);
    const clickId = readClickToken(shop.id, new URL(location).searchParams.get('st_click') ?? '');
    expect(await clicksOf(shop)).toMatchObject([
      {
        id: clickId,
        deliveryId,
        versionId,
        linkPosition: 0,
        method: 'GET',
        userAgent: BROWSER,
        verdict: 'human',
        verdictReason: null,
      },
    ]);
  });

  it('makes a click of every request, each with an id of its own', async () => {
    const { shop, token } = await sentLink();
    const locations = await Promise.all(Array.from({ length: 50 }, () => open(token)));
    expect(new Set(locations.map(({ headers }) => headers.get('Location'))).size).toBe(50);
    expect(await clicksOf(shop)).toHaveLength(50);
  });

  it.each([
    ['HEAD', 'HEAD', {}, 'head'],
    ['a prefetch', 'GET', { 'Sec-Purpose': 'prefetch' }, 'prefetch'],
    ['a preview', 'GET', { 'X-Purpose': 'preview' }, 'prefetch'],
    ['a bot', 'GET', { 'User-Agent': 'facebookexternalhit/1.1' }, 'bot_agent'],
    ['an agent without a name', 'GET', { 'User-Agent': '' }, 'no_agent'],
  ])('sends %s on as well and keeps it as a machine’s click', async (_, method, headers, reason) => {
    const { shop, token } = await sentLink();
    const response = await open(token, method, headers);
    expect(response.status).toBe(302);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('Location')).toContain('https://shop.test/teapot?');
    expect(await clicksOf(shop)).toMatchObject([{ method, verdict: 'machine', verdictReason: reason }]);
  });

  it('fills the contact’s data into its URL, escaped', async () => {
    const { token } = await sentLink('https://shop.test/?for={{ first_name }}&utm_source=n', {
      firstName: 'Zoë & Co',
    });
    const location = (await open(token)).headers.get('Location') ?? '';
    expect(new URL(location).searchParams.get('for')).toBe('Zoë & Co');
    expect(new URL(location).searchParams.has('st_click')).toBe(true);
  });

  it('leads to a URL with letters beyond ASCII, and nothing of it becomes a header of its own', async () => {
    const { token } = await sentLink('https://shop.test/größe/🫖?a=b c\r\nSet-Cookie: x=1&utm_source=n');
    const response = await open(token);
    expect(response.headers.get('Location')).toMatch(
      /^https:\/\/shop\.test\/gr%C3%B6%C3%9Fe\/%F0%9F%AB%96\?a=b%20c%0D%0ASet-Cookie:%20x=1&utm_source=n&st_click=/,
    );
    expect(response.headers.get('Set-Cookie')).toBeNull();
  });

  it('gives each visitor of a destination a token of their own, in every place where it goes', async () => {
    const { shop, token } = await sentLink('https://shop.test/cart/1:1?st_click=old&a=%C3%B6');
    for (let visit = 0; visit < 2; visit += 1) {
      const location = (await open(token)).headers.get('Location') ?? '';
      const { searchParams } = new URL(location);
      const own = searchParams.get('st_click') ?? '';
      expect(location).toBe(
        `https://shop.test/cart/1:1?st_click=${own}&a=%C3%B6&attributes[st_click]=${own}`,
      );
      const clicks = await clicksOf(shop);
      expect(clicks.map(({ id }) => id)).toContain(readClickToken(shop.id, own));
      expect(clicks).toHaveLength(visit + 1);
    }
  });

  it('keeps no more of a user agent than 512 characters', async () => {
    const { shop, token } = await sentLink();
    await open(token, 'GET', { 'User-Agent': `${BROWSER} ${'x'.repeat(5_000)}` });
    expect((await clicksOf(shop))[0]?.userAgent).toHaveLength(512);
  });
});

describe('a token that we did not make', () => {
  it('is a plain 404 whichever character was altered, never a redirect, and no click', async () => {
    const { shop, token } = await sentLink();
    for (const index of token.split('').keys()) {
      const other = token[index] === 'A' ? 'B' : 'A';
      const response = await open(token.slice(0, index) + other + token.slice(index + 1));
      expect(response.status).toBe(404);
      expect(response.headers.get('Location')).toBeNull();
      expect(response.headers.get('Content-Type')).toContain('text/plain');
    }
    expect(await clicksOf(shop)).toEqual([]);
    await vi.waitFor(async () => expect(await dropsOf('click', 'bad_token')).toBe(token.length));
  });

  it.each(['x', '%', '%00', '..%2F..%2Fetc', 'https:%2F%2Fevil.test', 'A'.repeat(500)])(
    'such as %s is a 404',
    async (token) => {
      expect((await open(token)).status).toBe(404);
    },
  );

  it('cannot say where to go', async () => {
    const { token } = await sentLink();
    const response = await open(`${token}?url=https://evil.test&st_click=forged`);
    expect(response.headers.get('Location')).not.toMatch(/evil|forged/);
  });
});

describe('a signed token whose link is gone', () => {
  it('is a plain 404 and no click', async () => {
    const { shop, deliveryId, versionId } = await sentLink();
    const response = await open(linkToken(shop.id, deliveryId, versionId, 7));
    expect(response.status).toBe(404);
    expect(await clicksOf(shop)).toEqual([]);
  });

  it('of another shop’s message is a 404', async () => {
    const [one, other] = [await sentLink(), await sentLink()];
    expect((await open(linkToken(one.shop.id, one.deliveryId, other.versionId, 0))).status).toBe(404);
  });
});

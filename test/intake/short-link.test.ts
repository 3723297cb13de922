import { beforeEach, describe, expect, it, vi } from 'vitest';
import { db, type Shop } from '~/db.server';
import { intake } from '~/intake/app';
import { eraseShop } from '~/shopify/shop-store.server';
import { archiveTrackingLinks } from '~/links/tracking-link-store.server';
import { readClickToken } from '~/tracking/link-token.server';
import { unscopedReviewClicks } from '~/tracking/review-clicks.server';
import { dropsOf } from '#test/support/intake-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';
import { changeTrackingLink, makeTrackingLink } from '#test/support/tracking-link-factory.ts';

const BROWSER =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

const open = async (slug: string, headers: Record<string, string> = {}, method = 'GET') =>
  intake.request(`/s/${slug}`, { method, headers: { 'User-Agent': BROWSER, ...headers } });
const locationOf = async (slug: string) => (await open(slug)).headers.get('Location') ?? '';
const clicks = () => db.click.findMany({ where: { shopId: shop.id }, orderBy: { id: 'asc' } });

describe('a short link', () => {
  it('stores the click, then leads to the tagged destination with the signed click id', async () => {
    const { link, version } = await makeTrackingLink(shop);
    const response = await open(link.slug);
    expect(response.status).toBe(302);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    const location = new URL(response.headers.get('Location') ?? '');
    expect(location.href).toMatch(
      /^https:\/\/shop\.test\/teapot\?utm_source=parcel&utm_medium=qr&utm_campaign=thank_you&utm_id=\w+&st_click=[\w-]+#top$/,
    );
    expect(location.searchParams.get('utm_id')).toBe(version.publicId);
    expect(await clicks()).toMatchObject([
      {
        id: readClickToken(shop.id, location.searchParams.get('st_click') ?? ''),
        deliveryId: null,
        versionId: version.id,
        linkPosition: 0,
        verdict: 'human',
        userAgent: BROWSER,
      },
    ]);
  });

  it('leads to its new destination from the next click on, and under the new tags', async () => {
    const { link } = await makeTrackingLink(shop);
    expect(await locationOf(link.slug)).toContain('/teapot?');
    const tags = { source: 'parcel', medium: 'qr', campaign: 'spring' };
    const moved = await changeTrackingLink(
      shop,
      link.id,
      { destination: 'https://shop.test/mug', tags },
      new Date(),
    );
    const location = new URL(await locationOf(link.slug));
    expect([location.pathname, location.searchParams.get('utm_id')]).toEqual([
      '/mug',
      moved.version.publicId,
    ]);
    expect((await clicks()).at(-1)?.versionId).toBe(moved.version.id);
  });

  it('once expired leads to the shop’s home page or its fallback, untracked and counted', async () => {
    const expiresAt = new Date(Date.now() - 1_000);
    const home = await makeTrackingLink(shop, { expiresAt });
    const chosen = await makeTrackingLink(shop, { expiresAt, fallbackUrl: 'https://shop.test/sale?a=1' });
    expect(await locationOf(home.link.slug)).toBe('https://shop.test');
    expect(await locationOf(chosen.link.slug)).toBe('https://shop.test/sale?a=1');
    expect((await clicks()).map(({ versionId, linkPosition }) => [versionId, linkPosition])).toEqual([
      [home.version.id, 1],
      [chosen.version.id, 1],
    ]);
  });

  it('goes on leading where it led when it is archived, and when the app is uninstalled', async () => {
    const { link } = await makeTrackingLink(shop);
    await archiveTrackingLinks(shop.id, [link.id], true, new Date());
    await db.shop.update({ where: { id: shop.id }, data: { uninstalledAt: new Date() } });
    expect(await locationOf(link.slug)).toContain('/teapot?');
  });

  it('is found by what somebody types from paper', async () => {
    const { link } = await makeTrackingLink(shop);
    expect(await locationOf(link.slug.toUpperCase().replaceAll('0', 'O').replaceAll('1', 'I'))).toContain(
      '/teapot?',
    );
  });

  it.each([
    ['a link preview', 'GET', { 'User-Agent': 'facebookexternalhit/1.1' }, 'bot_agent'],
    ['HEAD', 'HEAD', {}, 'head'],
  ])('sends %s on as well and keeps it as a machine’s click', async (_, method, headers, reason) => {
    const { link } = await makeTrackingLink(shop);
    expect((await open(link.slug, headers, method)).status).toBe(302);
    expect(await clicks()).toMatchObject([{ verdict: 'machine', verdictReason: reason }]);
  });

  it('tells browsers apart by a hash that keeps neither address nor agent', async () => {
    const { link } = await makeTrackingLink(shop);
    await open(link.slug, { 'X-Forwarded-For': '192.0.2.1, 10.0.0.1' });
    await open(link.slug, { 'X-Forwarded-For': '192.0.2.1, 10.0.0.2' });
    await open(link.slug, { 'X-Forwarded-For': '192.0.2.2' });
    const visitors = (await clicks()).map(({ visitor }) => visitor ?? '');
    expect(new Set(visitors).size).toBe(2);
    for (const visitor of visitors) expect(visitor).toMatch(/^[\w-]{27}$/);
  });

  it('is left alone by the review of the clicks of deliveries', async () => {
    const { link } = await makeTrackingLink(shop);
    await Promise.all([open(link.slug), open(link.slug), open(link.slug)]);
    const [from, to] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)];
    expect((await unscopedReviewClicks(from, to)).filter((click) => click.shop === shop.id)).toEqual([]);
    expect((await clicks()).map(({ verdict }) => verdict)).toEqual(['human', 'human', 'human']);
  });
});

describe('a short address that is none', () => {
  it('is a plain 404 and no click', async () => {
    const { link } = await makeTrackingLink(shop);
    const last = link.slug.endsWith('0') ? '2' : '0';
    const response = await open(link.slug.slice(0, -1) + last);
    expect([response.status, response.headers.get('Location')]).toEqual([404, null]);
    for (const slug of ['x', '%', '%00', '..%2F..%2Fetc', 'https:%2F%2Fevil.test', 'A'.repeat(500)]) {
      expect((await open(slug)).status).toBe(404);
    }
    expect(await clicks()).toEqual([]);
    await vi.waitFor(async () => expect(await dropsOf('click', 'unknown_link')).toBeGreaterThan(0));
  });

  it('goes with its shop', async () => {
    const { link } = await makeTrackingLink(shop);
    await eraseShop(shop.id);
    expect((await open(link.slug)).status).toBe(404);
  });
});

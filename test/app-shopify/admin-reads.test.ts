import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shop } from '~/db.server';
import { fetchJourney } from '~/shopify/fetch-journey.server';
import { findCustomers } from '~/shopify/find-customers.server';
import { isInstalled } from '~/shopify/is-installed.server';
import { countAudience } from '~/shopify/count-audience.server';
import { listSegments, SegmentGone, segmentPage } from '~/shopify/segments.server';
import { writeConsent } from '~/shopify/write-consent.server';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';
import { NOW } from '#test/support/campaign-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let platform: LocalPlatform;
let shop: Shop;

beforeAll(async () => {
  platform = await startLocalPlatform();
  await platform.signIn();
  shop = await makeShop({ domain: platform.state.shop.domain });
});
afterAll(() => platform.stop());

const answers = (data: unknown) => platform.nextAnswers.push({ status: 200, body: { data } });

describe('customers', () => {
  it('are found by name and address, with or without a name', async () => {
    expect(await findCustomers(shop, 'zoë o’neill')).toMatchObject([
      { firstName: 'Zoë', lastName: 'O’Neill', email: 'zoe.oneill@example.com' },
    ]);
    expect(await findCustomers(shop, 'harbour.office@')).toMatchObject([
      { firstName: null, lastName: null, email: 'harbour.office@example.com' },
    ]);
    expect(await findCustomers(shop, 'nobody at all')).toEqual([]);
  });

  it('are searched for by words, whatever these mean in a search language', async () => {
    expect(await findCustomers(shop, '(zoë) "o’neill" *:')).toHaveLength(1);
  });
});

describe('segments', () => {
  it('are listed with their names, over all pages', async () => {
    const page = (ids: number[], hasNextPage: boolean) => ({
      segments: {
        nodes: ids.map((id) => ({ id: `gid://shopify/Segment/${id}`, name: `Segment ${id}` })),
        pageInfo: { hasNextPage, endCursor: 'more' },
      },
    });
    answers(page([1, 2], true));
    answers(page([3], false));
    expect((await listSegments(shop)).map(({ name }) => name)).toEqual([
      'Segment 1',
      'Segment 2',
      'Segment 3',
    ]);
    expect((await listSegments(shop)).map(({ name }) => name)).toContain('Newsletter subscribers');
  });

  it('give their members with the consent that each has', async () => {
    const segment = platform.state.segment('Newsletter subscribers');
    const page = await segmentPage(shop, `gid://shopify/Segment/${segment.id}`);
    const members = platform.state.membersOf(segment);
    expect(page.total).toBe(members.length);
    expect(page.members.map((member) => [member.shopifyId, member.email, member.emailConsent])).toEqual(
      members.map((one) => [
        one.id,
        one.email,
        one.email ? one.emailMarketing.state.toLowerCase() : 'not_subscribed',
      ]),
    );
    const { id, phone, smsMarketing } = members[0] ?? {};
    expect(page.members.find(({ shopifyId }) => shopifyId === id)).toMatchObject({
      phone,
      smsConsent: 'subscribed',
      smsConsentAt: smsMarketing?.updatedAt,
      whatsappConsent: 'subscribed',
    });
  });

  it('count those who may be written to, and say when they did not look at all', async () => {
    const segment = platform.state.segment('Newsletter subscribers');
    const members = platform.state.membersOf(segment);
    const withConsent = members.filter(
      (one) => one.email && one.emailMarketing.state === 'SUBSCRIBED',
    ).length;
    const id = `gid://shopify/Segment/${segment.id}`;
    const audience = { include: [{ id, name: '' }], exclude: [] };
    expect(await countAudience(shop, audience, 'email', NOW)).toEqual({
      inSegments: members.length,
      read: members.length,
      excluded: 0,
      withoutConsent: members.length - withConsent,
      capped: 0,
      willReceive: withConsent,
      counted: 'all',
    });
    const large = {
      customerSegmentMembers: {
        totalCount: 9_000,
        edges: [
          { node: { ...member('SUBSCRIBED', true), id: 'gid://shopify/CustomerSegmentMember/9001' } },
          { node: member('SUBSCRIBED', false) },
          { node: member('NEW', true) },
        ],
        pageInfo: { hasNextPage: true, endCursor: 'more' },
      },
    };
    for (let pages = 0; pages < 8; pages += 1) answers(large);
    expect(await countAudience(shop, audience, 'email', NOW)).toMatchObject({
      inSegments: 9_000,
      willReceive: 1,
      counted: 'first_pages',
    });
  });

  it('count each person of two segments once, and nobody of an excluded one', async () => {
    const ref = (name: string) => ({ id: `gid://shopify/Segment/${platform.state.segment(name).id}`, name });
    const of = (name: string) => platform.state.membersOf(platform.state.segment(name));
    const [newsletter, vips] = [ref('Newsletter subscribers'), ref('VIP customers')];
    const both = new Set([...of(newsletter.name), ...of(vips.name)]);
    expect(
      await countAudience(shop, { include: [newsletter, vips, vips], exclude: [] }, 'email', NOW),
    ).toMatchObject({
      inSegments: both.size,
      excluded: 0,
    });
    const without = await countAudience(shop, { include: [newsletter, vips], exclude: [vips] }, 'email', NOW);
    expect(without).toMatchObject({ read: both.size, excluded: of(vips.name).length, counted: 'all' });
    expect(of(vips.name).length).toBeGreaterThan(0);
    expect(without.willReceive).toBeLessThanOrEqual(both.size - of(vips.name).length);
  });

  it('that were deleted are said to be gone', async () => {
    await expect(segmentPage(shop, 'gid://shopify/Segment/999')).rejects.toBeInstanceOf(SegmentGone);
    const denied = {
      status: 200,
      body: { errors: [{ message: 'no', extensions: { code: 'ACCESS_DENIED' } }] },
    };
    platform.nextAnswers.push(denied, { status: 200, body: { data: { segment: null } } });
    await expect(segmentPage(shop, 'gid://shopify/Segment/999')).rejects.toBeInstanceOf(SegmentGone);
  });
});

describe('a journey', () => {
  const visit = (id: number, minute: string, landingPage: string | null) => ({
    id: `gid://shopify/CustomerVisit/${id}`,
    occurredAt: `2026-11-20T08:${minute}:00Z`,
    landingPage,
    referrerUrl: 'https://news.test/',
    utmParameters: landingPage ? { source: 'news', medium: 'email', campaign: null } : null,
  });
  const summary = (some: object) => ({
    order: {
      customerJourneySummary: { ready: true, firstVisit: null, lastVisit: null, moments: null, ...some },
    },
  });

  it('has each visit once, oldest first', async () => {
    const [first, second] = [visit(1, '10', 'https://shop.test/a'), visit(2, '30', null)];
    answers(summary({ firstVisit: first, lastVisit: second, moments: { nodes: [second, {}, first] } }));
    expect(await fetchJourney(shop, 7n)).toEqual({
      state: 'ready',
      visits: [
        {
          at: '2026-11-20T08:10:00.000Z',
          landingPage: 'https://shop.test/a',
          referrer: 'https://news.test/',
          utm: { source: 'news', medium: 'email', campaign: null },
        },
        { at: '2026-11-20T08:30:00.000Z', landingPage: null, referrer: 'https://news.test/', utm: null },
      ],
    });
  });

  it('is waited for while it is not ready, and absent where there is none', async () => {
    answers(summary({ ready: false }));
    expect(await fetchJourney(shop, 7n)).toEqual({ state: 'waiting' });
    answers(summary({}));
    expect(await fetchJourney(shop, 7n)).toEqual({ state: 'absent' });
    answers({ order: { customerJourneySummary: null } });
    expect(await fetchJourney(shop, 7n)).toEqual({ state: 'absent' });
    expect(await fetchJourney(shop, 999n)).toEqual({ state: 'absent' });
  });
});

describe('a consent', () => {
  it('is withdrawn in Shopify as of the moment it was withdrawn here', async () => {
    const customer = platform.state.customers.find((one) => one.emailMarketing.state === 'SUBSCRIBED');
    if (!customer) throw new Error('nobody subscribed');
    const at = new Date('2026-11-20T08:00:00Z');
    expect(await writeConsent(shop, customer.id, { channel: 'email', consent: 'unsubscribed', at })).toEqual({
      ok: true,
      value: undefined,
    });
    expect(customer.emailMarketing).toMatchObject({ state: 'UNSUBSCRIBED', updatedAt: at });
  });

  it.each(['sms', 'whatsapp'] as const)('to %s is withdrawn and given back in Shopify', async (channel) => {
    const [customer] = platform.state.customers;
    if (!customer) throw new Error('nobody');
    const at = new Date('2026-11-20T08:00:00Z');
    for (const consent of ['unsubscribed', 'subscribed'] as const) {
      expect((await writeConsent(shop, customer.id, { channel, consent, at })).ok).toBe(true);
      expect(customer[channel === 'sms' ? 'smsMarketing' : 'whatsAppMarketing']).toEqual({
        state: consent.toUpperCase(),
        optInLevel: 'SINGLE_OPT_IN',
        updatedAt: at,
      });
    }
  });

  it('of a customer who is no more is refused in Shopify’s word', async () => {
    expect(
      await writeConsent(shop, 1n, {
        channel: 'sms',
        consent: 'unsubscribed',
        at: new Date('2026-11-20T08:00:00Z'),
      }),
    ).toEqual({
      ok: false,
      reason: 'invalid',
    });
  });
});

describe('the app', () => {
  it('is in a shop until it is uninstalled', async () => {
    expect(await isInstalled(shop)).toBe(true);
    platform.state.uninstallApp();
    expect(await isInstalled(shop)).toBe(false);
  });
});

function member(marketingState: string, validFormat: boolean) {
  return {
    id: 'gid://shopify/CustomerSegmentMember/1',
    firstName: null,
    lastName: null,
    defaultEmailAddress: { emailAddress: 'a@b.test', validFormat, marketingState, marketingUpdatedAt: null },
    defaultPhoneNumber: null,
  };
}

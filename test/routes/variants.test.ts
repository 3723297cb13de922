import type { ActionFunctionArgs } from '@remix-run/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addVariant, loadCampaign, saveContent as writeContent } from '~/campaigns/campaign-store.server';
import { findTestLink } from '~/campaigns/find-test-link.server';
import { action as actOnCampaign } from '~/routes/app.campaigns.$id._index/route';
import { action as saveAudience, loader as readAudience } from '~/routes/app.campaigns.$id.audience/route';
import { variantPowerSentence } from '~/routes/app.campaigns.$id.audience/variant-power';
import { action as saveContent, loader as readContent } from '~/routes/app.campaigns.$id.content/route';
import { action as decide } from '~/routes/app.campaigns.$id.summary/route';
import { makeCampaign, NOW } from '#test/support/campaign-factory.ts';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
});
afterAll(() => merchant.leave());

const args = (id: bigint, form?: Record<string, string>, search = ''): ActionFunctionArgs => ({
  request: merchant.ask(`/app/campaigns/${id}/content${search}`, form),
  params: { id: String(id) },
  context: {},
});
const leadsTo = (answer: unknown) =>
  answer instanceof Response ? new URL(answer.headers.get('location') ?? '', 'http://app.test') : undefined;
const messagesOf = async (id: bigint) => (await loadCampaign(merchant.shop.id, id))?.messages ?? [];
const audience = JSON.stringify({ include: [{ id: 'gid://shopify/Segment/7', name: 'All' }], exclude: [] });
const HTML = '<p>Hi</p><a href="https://shop.test/tea">Tea</a>';

describe('the Content step', () => {
  it('adds a variant as a copy of what is written, saves each for itself, and says what differs', async () => {
    const id = await makeCampaign(merchant.shop);
    const added = await saveContent(args(id, { intent: 'add_variant', subject: 'Tea', html: HTML }));
    expect(leadsTo(added)?.search).toBe('?variant=B');
    await saveContent(args(id, { intent: 'autosave', subject: 'Hot tea', html: HTML }, '?variant=B'));
    expect((await messagesOf(id)).map(({ variant, subject, html }) => [variant, subject, html])).toEqual([
      ['A', 'Tea', HTML],
      ['B', 'Hot tea', HTML],
    ]);
    expect(await readContent(args(id, undefined, '?variant=B'))).toMatchObject({
      variant: 'B',
      content: { subject: 'Hot tea' },
      variants: [{ variant: 'A' }, { variant: 'B', difference: 'Differs from A in subject.' }],
    });
    expect(await readContent(args(id, undefined, '?variant=Z'))).toMatchObject({ variant: 'A' });
  });

  it('removes a variant, but never the first', async () => {
    const id = await makeCampaign(merchant.shop);
    await saveContent(args(id, { intent: 'add_variant', subject: 'Tea', html: HTML }));
    await saveContent(args(id, { intent: 'remove_variant', subject: 'Tea', html: HTML }));
    expect(await messagesOf(id)).toHaveLength(2);
    const removed = await saveContent(args(id, { intent: 'remove_variant' }, '?variant=B'));
    expect(leadsTo(removed)?.search).toBe('?variant=A');
    expect((await messagesOf(id)).map(({ variant }) => variant)).toEqual(['A']);
  });
});

describe('the Audience step', () => {
  it('keeps how the variants are tried, and refuses what is no share or no time', async () => {
    const id = await makeCampaign(merchant.shop);
    await addVariant(merchant.shop.id, id, NOW);
    const test = { audience, testMode: 'part', testPercent: '20', winnerMetric: 'orders', testHours: '12' };
    await saveAudience(args(id, test));
    expect((await loadCampaign(merchant.shop.id, id))?.campaign).toMatchObject({
      testPercent: 20,
      winnerMetric: 'orders',
      testHours: 12,
    });
    expect(await saveAudience(args(id, { ...test, testPercent: '9', testHours: '169' }))).toMatchObject({
      errors: {
        testPercent: 'Enter a whole number, 10 to 100.',
        testHours: 'Enter a whole number, 1 to 168.',
      },
    });
    expect(await readAudience(args(id))).toMatchObject({
      variants: 2,
      test: { mode: 'part', percent: '20', metric: 'orders', hours: '12' },
    });
    await saveAudience(args(id, { ...test, testMode: 'all', testHours: '' }));
    expect((await loadCampaign(merchant.shop.id, id))?.campaign.testPercent).toBe(100);
  });

  it('offers nothing to decide by for a call', async () => {
    const id = await makeCampaign(merchant.shop, { channel: 'voice', trackSales: false });
    await addVariant(merchant.shop.id, id, NOW);
    expect(await readAudience(args(id))).toMatchObject({ metrics: [], test: { mode: 'all' } });
  });

  it('says what a test can detect', () => {
    const count = {
      state: 'counted' as const,
      ok: true as const,
      of: '',
      inSegments: 20_000,
      read: 20_000,
      excluded: 0,
      withoutConsent: 0,
      capped: 0,
      willReceive: 20_000,
      counted: 'all' as const,
    };
    const test = {
      variants: 2,
      percent: 22,
      metric: 'clicks' as const,
      count,
      holdoutPercent: 0,
      rateDays: 90,
    };
    expect(variantPowerSentence({ ...test, rates: { clicks: 0.05 } })).toBe(
      'About 2,200 contacts get each of the 2 variants. The click rate of your campaigns was 5% in the last 90 days. It can tell that from 7.01% or more (at 95 % confidence, four times in five). A smaller difference will most likely look like none; the best is chosen all the same.',
    );
    expect(variantPowerSentence({ ...test, rates: {} })).toContain('cannot be reckoned');
    expect(variantPowerSentence({ ...test, percent: NaN, rates: { clicks: 0.05 } })).toContain(
      'cannot detect any difference',
    );
  });
});

describe('the Summary step', () => {
  const tracked = { trackSales: 'on', source: 'newsletter', medium: 'email', campaign: 'spring' };
  const submit = (id: bigint, form: Record<string, string>) =>
    decide(args(id, { intent: 'go', mode: 'now', ...form }));

  it('says of which variant something is missing', async () => {
    const id = await makeCampaign(merchant.shop);
    await addVariant(merchant.shop.id, id, NOW);
    const empty = { subject: '', preheader: '', html: HTML, text: '' };
    await writeContent(merchant.shop.id, id, empty, NOW, 'B');
    expect(await submit(id, tracked)).toMatchObject({
      problems: [{ step: 'content', message: 'Variant B: Write a subject.' }],
    });
  });

  it('refuses a test that nothing could decide, and sends it once everybody is split', async () => {
    const id = await makeCampaign(merchant.shop);
    await addVariant(merchant.shop.id, id, NOW);
    const test = { audience, testPercent: '20', winnerMetric: 'clicks', testHours: '12' };
    await saveAudience(args(id, { ...test, testMode: 'part' }));
    expect(await submit(id, {})).toMatchObject({
      problems: [{ step: 'audience', message: expect.stringContaining('split everybody evenly') as string }],
    });
    await saveAudience(args(id, { ...test, testMode: 'all' }));
    expect(leadsTo(await submit(id, {}))?.pathname).toBe(`/app/campaigns/${id}`);
  });
});

describe('beside the steps', () => {
  it('a link of a test leads where that variant says', async () => {
    const id = await makeCampaign(merchant.shop);
    await addVariant(merchant.shop.id, id, NOW);
    const html = '<a href="https://shop.test/mugs">Mugs</a>';
    await writeContent(merchant.shop.id, id, { subject: 'S', preheader: '', html, text: '' }, NOW, 'B');
    const link = { shop: merchant.shop.id, campaignId: id, position: 0 };
    expect(await findTestLink({ ...link, variant: 0 }, NOW)).toContain('https://shop.test/tea?');
    expect(await findTestLink({ ...link, variant: 1 }, NOW)).toContain('https://shop.test/mugs?');
    expect(await findTestLink({ ...link, variant: 2 }, NOW)).toBeUndefined();
  });

  it('a variant is not sent to the rest where nobody waits for it', async () => {
    const id = await makeCampaign(merchant.shop);
    expect(await actOnCampaign(args(id, { intent: 'choose_variant', variant: 'B' }))).toMatchObject({
      error: expect.stringContaining('Nobody waits') as string,
    });
  });
});

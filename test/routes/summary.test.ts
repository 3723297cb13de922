import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadCampaign, saveContent } from '~/campaigns/campaign-store.server';
import { action, loader } from '~/routes/app.campaigns.$id.summary/route';
import { makeCampaign, NOW } from '#test/support/campaign-factory.ts';
import { type Merchant, openMerchant, pathOf } from '#test/support/merchant.ts';

let merchant: Merchant;
let id: bigint;
beforeAll(async () => {
  merchant = await openMerchant();
});
beforeEach(async () => {
  id = await makeCampaign(merchant.shop, { trackSales: false });
});
afterAll(() => merchant.leave());

const tags = { trackSales: 'on', source: 'newsletter', medium: 'email', campaign: 'spring' };
const submit = (form: Record<string, string>) =>
  action({
    request: merchant.ask(`/app/campaigns/${id}/summary`, { intent: 'go', ...form }),
    params: { id: String(id) },
    context: {},
  });
const status = async () => (await loadCampaign(merchant.shop.id, id))?.campaign.status;
const message = async () => (await loadCampaign(merchant.shop.id, id))?.message;

describe('the Summary step', () => {
  it('saves a draft, tags and all, and leads to the list', async () => {
    expect(pathOf(await submit({ mode: 'draft', ...tags }))).toBe('/app/campaigns');
    expect(await status()).toBe('draft');
    expect(await message()).toMatchObject({
      trackSales: true,
      utmSource: 'newsletter',
      utmCampaign: 'spring',
    });
  });

  it('saves a draft whose tags are not complete', async () => {
    expect(pathOf(await submit({ mode: 'draft', trackSales: 'on', source: 'newsletter' }))).toBe(
      '/app/campaigns',
    );
    expect(await message()).toMatchObject({ trackSales: true, utmSource: 'newsletter', utmCampaign: '' });
  });

  it('sends now', async () => {
    expect(pathOf(await submit({ mode: 'now', ...tags }))).toBe(`/app/campaigns/${id}`);
    expect(await status()).toBe('sending');
  });

  it('submitted twice at once, sends once and leads both to the campaign', async () => {
    const answers = await Promise.all(
      [1, 2].map(() => submit({ mode: 'now', ...tags }).catch((thrown: unknown) => thrown)),
    );
    expect(answers.map(pathOf)).toEqual([`/app/campaigns/${id}`, `/app/campaigns/${id}`]);
    expect(await status()).toBe('sending');
  });

  it('schedules in the time zone of the shop', async () => {
    expect(pathOf(await submit({ mode: 'later', date: '2030-07-01', time: '09:30', ...tags }))).toBe(
      `/app/campaigns/${id}`,
    );
    const found = await loadCampaign(merchant.shop.id, id);
    expect(merchant.shop.timeZone).toBe('Europe/Berlin');
    expect(found?.campaign).toMatchObject({
      status: 'scheduled',
      scheduledAt: new Date('2030-07-01T07:30:00Z'),
    });
  });

  it.each([
    ['passed', '2020-01-01', '09:00', /has passed/],
    ['skipped when the clocks go forward', '2030-03-31', '02:30', /clocks go forward/],
    ['missing', '2030-03-30', '', /Choose a time/],
  ])('refuses a time that is %s, and stays a draft', async (_, date, time, sentence) => {
    expect(await submit({ mode: 'later', date, time, ...tags })).toMatchObject({
      saved: true,
      errors: { time: expect.stringMatching(sentence) as string },
    });
    expect(await status()).toBe('draft');
  });

  it('refuses to track a message without a link, at the links', async () => {
    await saveContent(
      merchant.shop.id,
      id,
      { subject: 'S', preheader: '', html: '<p>No link</p>', text: '' },
      NOW,
    );
    expect(await submit({ mode: 'now', ...tags })).toMatchObject({
      errors: { links: expect.stringContaining('no link') as string },
    });
    expect(await status()).toBe('draft');
  });

  it('refuses tags that are missing, at their fields, and keeps those that were typed', async () => {
    const answer = await submit({ mode: 'now', trackSales: 'on', source: 'newsletter' });
    expect(Object.keys('errors' in answer ? answer.errors : {}).sort()).toEqual(['campaign', 'medium']);
    expect(await message()).toMatchObject({ utmSource: 'newsletter' });
  });

  it('takes tokens that have a value, and refuses others at their fields', async () => {
    const named = { ...tags, campaign: '{{campaign_name}}_{{send_date}}' };
    expect(
      await submit({ mode: 'now', ...named, source: '{{automation}}', medium: '{{weather}}' }),
    ).toMatchObject({
      errors: {
        source: expect.stringContaining('automation') as string,
        medium: expect.stringContaining('{{weather}}') as string,
      },
    });
    expect(pathOf(await submit({ mode: 'now', ...named }))).toBe(`/app/campaigns/${id}`);
    expect(await message()).toMatchObject({ utmCampaign: '{{campaign_name}}_{{send_date}}' });
  });

  it('names what other steps must mend', async () => {
    id = await makeCampaign(merchant.shop, { segmentId: null, subject: '', trackSales: false });
    const answer = await submit({ mode: 'now' });
    expect('problems' in answer && answer.problems.map(({ step }) => step)).toEqual(['content', 'audience']);
  });

  it('mends links that lead nowhere at a click, and touches nothing else', async () => {
    const html = '<p>Hi</p><a href="/sale">Sale</a> <a href="https://shop.test/tea">Tea</a>';
    await saveContent(merchant.shop.id, id, { subject: 'S', preheader: 'P', html, text: '' }, NOW);
    const before = await message();
    expect(await submit({ intent: 'mend_links' })).toMatchObject({ saved: true, errors: {} });
    expect(await message()).toEqual({
      ...before,
      html: html.replace('/sale', `${new URL(merchant.shop.storefrontUrl).origin}/sale`),
      updatedAt: expect.any(Date) as Date,
    });
  });

  it('saves tags while they are typed', async () => {
    expect(await submit({ intent: 'autosave', ...tags, source: 'news' })).toMatchObject({
      saved: true,
      errors: {},
    });
    expect(await message()).toMatchObject({ utmSource: 'news' });
  });

  it('offers the values that the shop used before', async () => {
    await submit({ mode: 'draft', ...tags, source: 'harbour_list' });
    const other = await makeCampaign(merchant.shop);
    const view = await loader({
      request: merchant.ask(`/app/campaigns/${other}/summary`),
      params: { id: String(other) },
      context: {},
    });
    expect(view.known.source).toContain('harbour_list');
  });
});

import type { ActionFunctionArgs } from '@remix-run/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_AUDIENCE } from '~/campaigns/audience';
import { createCampaign, loadCampaign } from '~/campaigns/campaign-store.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import { action as saveAudience, loader as readAudience } from '~/routes/app.campaigns.$id.audience/route';
import { action as saveChannel } from '~/routes/app.campaigns.$id.channel';
import { action as saveContent, loader as readContent } from '~/routes/app.campaigns.$id.content/route';
import { action as create } from '~/routes/app.campaigns.new';
import { makeCampaign, NOW } from '#test/support/campaign-factory.ts';
import { type Merchant, openMerchant, pathOf } from '#test/support/merchant.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
});
afterAll(() => merchant.leave());

const args = (id: bigint | string, form?: Record<string, string>): ActionFunctionArgs => ({
  request: merchant.ask(`/app/campaigns/${id}`, form),
  params: { id: String(id) },
  context: {},
});
const messageOf = async (id: bigint) => (await loadCampaign(merchant.shop.id, id))?.message;
const thrownBy = (work: Promise<unknown>) => work.catch((thrown: unknown) => thrown);

describe('the Channel step', () => {
  it('creates the draft and leads to its content', async () => {
    const answer = await create(args('new', { name: ' Spring sale ', channel: 'sms' }));
    const path = pathOf(answer);
    const id = BigInt(/^\/app\/campaigns\/(\d+)\/content$/.exec(path ?? '')?.[1] ?? -1);
    expect((await loadCampaign(merchant.shop.id, id))?.campaign).toMatchObject({
      name: 'Spring sale',
      channel: 'sms',
      status: 'draft',
    });
  });

  it('asks for a name, and creates nothing without', async () => {
    const answer = await create(args('new', { name: '   ', channel: 'email' }));
    expect(answer).toEqual({ errors: { name: 'Give the campaign a name.' } });
  });

  it('takes no channel that there is none of', async () => {
    const answer = await create(args('new', { name: 'Pigeon', channel: 'pigeon' }));
    expect(answer).toEqual({ errors: { channel: 'Choose a channel.' } });
  });

  it('saves while one types, without leading anywhere', async () => {
    const id = await makeCampaign(merchant.shop);
    const answer = await saveChannel(args(id, { intent: 'autosave', name: 'Renamed', channel: 'email' }));
    expect(answer).toEqual({ saved: true, errors: undefined });
    expect((await loadCampaign(merchant.shop.id, id))?.campaign.name).toBe('Renamed');
  });
});

describe('the Content step', () => {
  it('keeps what was written although something is missing, and says what', async () => {
    const id = await createCampaign(merchant.shop.id, { name: 'Half done', channel: 'email' }, NOW);
    const answer = await saveContent(args(id, { intent: 'continue', subject: '', html: '<p>Half</p>' }));
    expect(answer).toMatchObject({ saved: true, errors: { subject: 'Write a subject.' } });
    expect(await messageOf(id)).toMatchObject({ html: '<p>Half</p>' });
  });

  it('leads on to the audience once subject and message are there', async () => {
    const id = await createCampaign(merchant.shop.id, { name: 'Done', channel: 'email' }, NOW);
    const answer = await saveContent(args(id, { subject: 'Hello', html: '<p>Hello</p>' }));
    expect(pathOf(answer)).toBe(`/app/campaigns/${id}/audience`);
  });

  it('asks only for the text where the channel has no HTML', async () => {
    const id = await createCampaign(merchant.shop.id, { name: 'Call', channel: 'voice' }, NOW);
    expect(await saveContent(args(id, { text: ' ' }))).toMatchObject({
      errors: { text: 'Write what the call says.' },
    });
    expect(pathOf(await saveContent(args(id, { text: 'Good morning' })))).toBe(
      `/app/campaigns/${id}/audience`,
    );
  });

  it('keeps the visual design with the message, and forgets it once the HTML is written by hand', async () => {
    const id = await createCampaign(merchant.shop.id, { name: 'Blocks', channel: 'email' }, NOW);
    const design = '{"type":"doc"}';
    await saveContent(args(id, { intent: 'autosave', html: '<p>a</p>', design }));
    expect((await readContent(args(id))).content).toMatchObject({ html: '<p>a</p>', design });
    await saveContent(args(id, { intent: 'autosave', html: '<p>b</p>', design: '' }));
    expect(await messageOf(id)).toMatchObject({ html: '<p>b</p>', design: null });
  });

  it('asks for what a WhatsApp template lacks', async () => {
    const id = await createCampaign(merchant.shop.id, { name: 'Chat', channel: 'whatsapp' }, NOW);
    const template = { name: 'offer', language: 'en', body: 'Hi {{1}}', variables: [''], suffixes: [] };
    expect(await saveContent(args(id, { text: 'Hi', template: JSON.stringify(template) }))).toMatchObject({
      saved: true,
      errors: { 'variable-1': 'Say what fills {{1}}.' },
    });
  });

  it('keeps a hundred kilobytes of HTML byte for byte', async () => {
    const id = await createCampaign(merchant.shop.id, { name: 'Long', channel: 'email' }, NOW);
    const html = '<p title="&amp;ß">\n\t“日本”</p>'.repeat(4_000);
    await saveContent(args(id, { intent: 'autosave', subject: 'S', html }));
    // A form carries line breaks as CR LF.
    expect((await messageOf(id))?.html.replaceAll('\r\n', '\n')).toBe(html);
  });
});

describe('the Audience step', () => {
  it('asks for a choice', async () => {
    const id = await makeCampaign(merchant.shop);
    expect(await saveAudience(args(id, { audience: JSON.stringify(NO_AUDIENCE) }))).toMatchObject({
      saved: false,
      errors: { audience: 'Choose who receives the campaign.' },
    });
  });

  it('shows the segments of the shop', async () => {
    const id = await makeCampaign(merchant.shop);
    const { segments } = await readAudience(args(id));
    const answered = await segments;
    expect(answered).toMatchObject({ ok: true });
    expect(answered.ok && answered.value.map(({ name }) => name)).toContain('Newsletter subscribers');
  });

  it('saves the choice and leads to the summary', async () => {
    const id = await makeCampaign(merchant.shop, { segmentId: null });
    const audience = {
      include: [{ id: 'gid://shopify/Segment/7', name: 'Everybody' }],
      exclude: [{ id: 'gid://shopify/Segment/8', name: 'Wholesale' }],
    };
    const answer = await saveAudience(args(id, { audience: JSON.stringify(audience) }));
    expect(pathOf(answer)).toBe(`/app/campaigns/${id}/summary`);
    expect((await loadCampaign(merchant.shop.id, id))?.campaign).toMatchObject({
      audience,
      segmentName: 'Everybody',
    });
  });
});

describe('a holdout', () => {
  it('is kept with the audience, refused where it is no share, and taken away', async () => {
    const id = await makeCampaign(merchant.shop);
    const audience = JSON.stringify({
      include: [{ id: 'gid://shopify/Segment/7', name: 'All' }],
      exclude: [],
    });
    const kept = async () => (await loadCampaign(merchant.shop.id, id))?.campaign.holdoutPercent;
    await saveAudience(args(id, { audience, holdout: 'on', percent: '10' }));
    expect(await kept()).toBe(10);
    expect(await saveAudience(args(id, { audience, holdout: 'on', percent: '51' }))).toMatchObject({
      errors: { holdout: 'Enter a whole number, 1 to 50.' },
    });
    expect((await readAudience(args(id))).holdout).toEqual({ on: true, percent: '10' });
    await saveAudience(args(id, { audience, holdout: '', percent: '10' }));
    expect(await kept()).toBeNull();
  });
});

describe('every step', () => {
  it('leads to the campaign itself once it is no draft any more, and changes nothing', async () => {
    const id = await makeCampaign(merchant.shop);
    await scheduleCampaign(merchant.shop.id, id, { mode: 'now' }, NOW);
    const before = await messageOf(id);
    expect(pathOf(await thrownBy(readContent(args(id))))).toBe(`/app/campaigns/${id}`);
    expect(pathOf(await thrownBy(saveContent(args(id, { html: 'late' }))))).toBe(`/app/campaigns/${id}`);
    expect(await messageOf(id)).toEqual(before);
  });

  it('does not find the campaign of another shop, a deleted one, or an address that names none', async () => {
    const theirs = await makeCampaign(await makeShop());
    for (const id of [theirs, 9_999_999n, 'x', '99999999999999999999']) {
      expect(await thrownBy(readContent(args(id)))).toMatchObject({ status: 404 });
      expect(await thrownBy(saveContent(args(id, { html: 'stolen' })))).toMatchObject({ status: 404 });
    }
  });
});

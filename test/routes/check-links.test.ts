import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveContent } from '~/campaigns/campaign-store.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import { action } from '~/routes/app.campaigns.$id.check-links';
import { makeCampaign, NOW } from '#test/support/campaign-factory.ts';
import { type Merchant, openMerchant, pathOf } from '#test/support/merchant.ts';
import { startWebServer, type WebServer } from '#test/support/web-server.ts';

let merchant: Merchant;
let site: WebServer;
beforeAll(async () => {
  merchant = await openMerchant();
  site = await startWebServer((request, response) => {
    if (request.url?.startsWith('/old')) response.writeHead(302, { location: '/new' }).end();
    else response.end();
  });
});
afterAll(async () => {
  site.stop();
  await merchant.leave();
});

const check = (id: bigint, form: Record<string, string>) =>
  action({
    request: merchant.ask(`/app/campaigns/${id}/check-links`, form),
    params: { id: String(id) },
    context: {},
  });
const tags = { source: 'newsletter', medium: 'email', campaign: 'spring' };
const QUERY = 'utm_source=newsletter&utm_medium=email&utm_campaign=spring';

describe('“Check links”', () => {
  it('follows each link of the message once, with the tags shown, and none that is left alone', async () => {
    const id = await makeCampaign(merchant.shop);
    const html = `<a href="${site.url}/tea">Tea</a><a href="${site.url}/tea">Tea</a>
      <a href="${site.url}/old?size=2">Old</a><a href="mailto:tea@shop.test">Write</a>`;
    await saveContent(merchant.shop.id, id, { subject: 'S', preheader: '', html, text: '' }, NOW);
    expect(await check(id, tags)).toMatchObject({
      ok: true,
      checked: [
        { link: `${site.url}/tea?${QUERY}`, verdict: 'leaves_the_shop' },
        {
          link: `${site.url}/old?size=2&${QUERY}`,
          verdict: 'tags_dropped',
          sentence: `The redirect from ${site.url}/old to ${site.url}/new drops the tags.`,
        },
      ],
    });
  });

  it('takes no tags that no link could carry', async () => {
    const id = await makeCampaign(merchant.shop);
    expect(await check(id, { ...tags, source: 'x'.repeat(501) })).toEqual({
      ok: false,
      reason: 'invalid_tags',
    });
  });

  it('is for drafts', async () => {
    const id = await makeCampaign(merchant.shop);
    await scheduleCampaign(merchant.shop.id, id, { mode: 'now' }, NOW);
    const thrown = await check(id, tags).catch((response: unknown) => response);
    expect(pathOf(thrown)).toBe(`/app/campaigns/${id}`);
  });
});

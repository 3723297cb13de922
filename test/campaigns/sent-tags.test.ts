import { expect, it } from 'vitest';
import { listCampaigns, saveTracking } from '~/campaigns/campaign-store.server';
import { expandCampaign, type ReadPage } from '~/campaigns/expand-campaign.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import { db } from '~/db.server';
import { done } from '~/lib/outcome';
import { makeCampaign, member, NOW } from '#test/support/campaign-factory';
import { makeShop } from '#test/support/shop-factory';

const twoPages: ReadPage = (_, cursor) =>
  Promise.resolve(done(cursor ? { members: [member(2)] } : { members: [member(1)], next: 'second' }));

it('a campaign’s tags are filled in on the day of sending in the shop’s zone, and stay so', async () => {
  const shop = await makeShop({ timeZone: 'Europe/Berlin' });
  const id = await makeCampaign(shop);
  const written = { source: '{{segment}}', medium: 'email', campaign: '{{campaign_name}}_{{send_date}}' };
  await saveTracking(shop.id, id, { trackSales: true, ...written, discountCode: ' Tea10 ' }, NOW);
  await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
  await expandCampaign(shop, id, {}, twoPages, new Date('2026-11-26T23:30:00Z'));
  await expandCampaign(shop, id, { cursor: 'second' }, twoPages, new Date('2026-11-28T09:00:00Z'));

  const versions = await db.messageVersion.findMany({ where: { shopId: shop.id }, include: { links: true } });
  expect(versions).toMatchObject([
    {
      utmSource: 'tea_lovers',
      utmMedium: 'email',
      utmCampaign: 'winter_tea_2026_11_27',
      discountCode: 'tea10',
    },
  ]);
  const links = versions[0]?.links ?? [];
  expect(links.length).toBeGreaterThan(0);
  for (const { taggedUrl } of links)
    expect(taggedUrl).toContain('utm_source=tea_lovers&utm_medium=email&utm_campaign=winter_tea_2026_11_27');
  const { rows } = await listCampaigns(shop.id, { tab: 'all', search: '', page: 1 });
  expect(rows[0]?.tags).toEqual({ source: 'tea_lovers', medium: 'email', campaign: 'winter_tea_2026_11_27' });
});

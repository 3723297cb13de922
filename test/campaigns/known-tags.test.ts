import { describe, expect, it } from 'vitest';
import { saveTracking } from '~/campaigns/campaign-store.server';
import { expandCampaign } from '~/campaigns/expand-campaign.server';
import { knownTags } from '~/campaigns/known-tags.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import { done } from '~/lib/outcome';
import { makeCampaign, member, NOW } from '#test/support/campaign-factory';
import { makeShop } from '#test/support/shop-factory';

const tagged = { trackSales: true, source: '{{segment}}', medium: 'email', campaign: 'day_{{send_date}}' };

describe('known tags', () => {
  it('are those of this shop, each once, with the campaigns that used a campaign name', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    await makeCampaign(shop, { name: 'One' });
    await makeCampaign(shop, { name: 'Two' });
    await makeCampaign(shop, { name: 'Untracked', trackSales: false });
    const known = await knownTags(shop.id);
    expect(known).toMatchObject({ source: ['newsletter'], medium: ['email'] });
    expect(known.campaign.map((each) => each.initiative).sort()).toEqual(['One', 'Two']);
    expect(await knownTags(other.id)).toEqual({ source: [], medium: [], campaign: [] });
  });

  it('leave out the campaign that is being edited', async () => {
    const shop = await makeShop();
    const [edited] = [await makeCampaign(shop, { name: 'One' }), await makeCampaign(shop, { name: 'Two' })];
    expect((await knownTags(shop.id, { campaignId: edited })).campaign).toEqual([
      { value: 'winter_tea', initiative: 'Two' },
    ]);
  });

  it('have their tokens filled in: what is sent as it was sent, and a draft as far as it is known', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop, { name: 'Token' });
    await saveTracking(shop.id, id, tagged, NOW);
    expect(await knownTags(shop.id)).toEqual({ source: ['tea_lovers'], medium: ['email'], campaign: [] });
    await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
    await expandCampaign(shop, id, {}, () => Promise.resolve(done({ members: [member(1)] })), NOW);
    expect((await knownTags(shop.id)).campaign).toEqual([{ value: 'day_2026_11_24', initiative: 'Token' }]);
  });
});

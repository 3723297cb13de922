import { describe, expect, it } from 'vitest';
import { createCampaign, loadCampaign } from '~/campaigns/campaign-store.server';
import { loadTagDefaults, saveTagDefaults } from '~/campaigns/tag-defaults-store.server';
import { eraseShop } from '~/shopify/shop-store.server';
import { NO_TAG_DEFAULTS } from '~/tagging/tag-defaults';
import { NOW } from '#test/support/campaign-factory';
import { makeShop } from '#test/support/shop-factory';

const defaults = { source: 'newsletter', medium: '', campaign: '{{campaign_name}}' };

describe('tag defaults', () => {
  it('are nothing until they are saved, and then what was saved last, for this shop alone', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    expect(await loadTagDefaults(shop.id)).toEqual(NO_TAG_DEFAULTS);
    await saveTagDefaults(shop.id, { ...defaults, source: 'list' }, NOW);
    await saveTagDefaults(shop.id, defaults, NOW);
    expect(await loadTagDefaults(shop.id)).toEqual(defaults);
    expect(await loadTagDefaults(other.id)).toEqual(NO_TAG_DEFAULTS);
  });

  it('are what a new campaign starts with, and no older one', async () => {
    const shop = await makeShop();
    const tagsOf = async (id: bigint) => (await loadCampaign(shop.id, id))?.message;
    const older = await createCampaign(shop.id, { name: 'Older', channel: 'email' }, NOW);
    await saveTagDefaults(shop.id, defaults, NOW);
    const newer = await createCampaign(shop.id, { name: 'Newer', channel: 'sms' }, NOW);
    expect(await tagsOf(older)).toMatchObject({ utmSource: '', utmMedium: 'email', utmCampaign: '' });
    expect(await tagsOf(newer)).toMatchObject({
      trackSales: false,
      utmSource: 'newsletter',
      utmMedium: 'sms',
      utmCampaign: '{{campaign_name}}',
    });
  });

  it('go with their shop', async () => {
    const shop = await makeShop();
    await saveTagDefaults(shop.id, defaults, NOW);
    await eraseShop(shop.id);
    expect(await loadTagDefaults(shop.id)).toEqual(NO_TAG_DEFAULTS);
  });
});

import { describe, expect, it } from 'vitest';
import { listDeliveries } from '~/messaging/delivery-store.server';
import { unsubscribe } from '~/messaging/unsubscribe.server';
import { member, NOW } from '#test/support/campaign-factory';
import { deliveryCounts, startCampaign } from '#test/support/delivery-factory';
import { makeShop } from '#test/support/shop-factory';

describe('the deliveries of a campaign', () => {
  it('are listed with the people they are for, by state or by who unsubscribed', async () => {
    const shop = await makeShop();
    const { campaignId, deliveries } = await startCampaign(shop, [member(1), member(2, 'invalid')]);
    expect(await listDeliveries(shop.id, campaignId, { state: 'skipped', page: 1 })).toMatchObject({
      total: 1,
      rows: [{ state: 'skipped', reason: 'no_consent', email: 'ada.2@mail.test', name: 'Ada 2 Byron' }],
    });
    expect(await listDeliveries(shop.id, campaignId, { page: 1 })).toMatchObject({ total: 2 });
    await unsubscribe(shop.id, deliveries[0]?.id ?? 0n, NOW);
    expect(await listDeliveries(shop.id, campaignId, { unsubscribed: true, page: 1 })).toMatchObject({
      total: 1,
      rows: [{ name: 'Ada 1 Byron', unsubscribedAt: NOW }],
    });
    expect(await deliveryCounts(shop.id, campaignId)).toMatchObject({
      unsubscribed: 1,
      queued: 1,
      skipped: 1,
    });
  });

  it('are those of this campaign and shop alone', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const first = await startCampaign(shop, [member(1), member(2)]);
    const second = await startCampaign(shop, [member(1)]);
    expect(await deliveryCounts(shop.id, first.campaignId)).toMatchObject({ queued: 2 });
    expect(await deliveryCounts(shop.id, second.campaignId)).toMatchObject({ queued: 1 });
    expect(await deliveryCounts(other.id, first.campaignId)).toMatchObject({ queued: 0 });
    expect(await listDeliveries(other.id, first.campaignId, { page: 1 })).toEqual({ total: 0, rows: [] });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadCampaign, saveAudience } from '~/campaigns/campaign-store.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import { db, type Shop } from '~/db.server';
import { expandCampaign } from '~/jobs/expand-campaign';
import { makeCampaign, NOW } from '#test/support/campaign-factory';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';
import { makeShop } from '#test/support/shop-factory';
import { deliveryCounts } from '#test/support/delivery-factory';

let platform: LocalPlatform;
let shop: Shop;
beforeAll(async () => {
  platform = await startLocalPlatform();
  await platform.signIn();
  shop = await makeShop({ domain: platform.state.shop.domain });
});
beforeEach(() => {
  platform.nextAnswers.length = 0;
});
afterAll(() => platform.stop());

async function sending(segmentId: string) {
  const id = await makeCampaign(shop);
  await saveAudience(
    shop.id,
    id,
    { include: [{ id: segmentId, name: 'Newsletter subscribers' }], exclude: [] },
    NOW,
  );
  await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
  return { id, expand: () => expandCampaign({ shopId: shop.id, campaignId: id.toString() }) };
}

describe('the job that expands a campaign', () => {
  it('gives a delivery to each member that Shopify names, queued where there is consent', async () => {
    const segment = platform.state.segment('Newsletter subscribers');
    const members = platform.state.membersOf(segment);
    const subscribed = members.filter((member) => member.emailMarketing.state === 'SUBSCRIBED').length;
    const { id, expand } = await sending(`gid://shopify/Segment/${segment.id}`);
    await expand();
    expect(subscribed).toBeGreaterThan(0);
    expect(await deliveryCounts(shop.id, id)).toMatchObject({
      queued: subscribed,
      skipped: members.length - subscribed,
    });
    expect((await loadCampaign(shop.id, id))?.campaign.expandedAt).not.toBeNull();
  });

  it('makes the campaign a draft again where the segment was deleted', async () => {
    const { id, expand } = await sending('gid://shopify/Segment/999999');
    await expand();
    expect((await loadCampaign(shop.id, id))?.campaign).toMatchObject({
      status: 'draft',
      failure: 'segment_gone',
    });
  });

  it('fails where Shopify does, and changes nothing, so that the queue tries again', async () => {
    const segment = platform.state.segment('Newsletter subscribers');
    const { id, expand } = await sending(`gid://shopify/Segment/${segment.id}`);
    platform.nextAnswers.push({ status: 401, body: { errors: 'Invalid token' } });
    platform.nextAnswers.push({ status: 401, body: { errors: 'Invalid token' } });
    await expect(expand()).rejects.toThrow();
    expect((await loadCampaign(shop.id, id))?.campaign).toMatchObject({ status: 'sending', startedAt: null });
    platform.nextAnswers.length = 0;
    await platform.signIn();
    await expand();
    expect((await deliveryCounts(shop.id, id)).queued).toBeGreaterThan(0);
  });

  it('does nothing where the shop was erased', async () => {
    await expect(expandCampaign({ shopId: 1_000_000, campaignId: '1' })).resolves.toBeUndefined();
    expect(await db.delivery.count({ where: { shopId: 1_000_000 } })).toBe(0);
  });
});

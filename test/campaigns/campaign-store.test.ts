import { describe, expect, it } from 'vitest';
import {
  CAMPAIGNS_PER_PAGE,
  createCampaign,
  deleteDraft,
  listCampaigns,
  loadCampaign,
  saveAudience,
  saveChannel,
  saveContent,
  saveTracking,
} from '~/campaigns/campaign-store.server';
import { NO_AUDIENCE } from '~/campaigns/audience';
import { duplicateCampaign } from '~/campaigns/duplicate-campaign.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import { db } from '~/db.server';
import { makeCampaign, member, NOW, SEGMENT } from '#test/support/campaign-factory';
import { answering, sendDue, startCampaign } from '#test/support/delivery-factory';
import { makeShop } from '#test/support/shop-factory';

const content = { subject: 'S', preheader: 'P', html: '<p>H</p>', text: 'T' };
const tracking = { trackSales: true, source: ' newsletter ', medium: 'email', campaign: 'tea' };

describe('a draft', () => {
  it('keeps what each step saves, complete or not', async () => {
    const shop = await makeShop();
    const id = await createCampaign(shop.id, { name: '', channel: 'sms' }, NOW);
    await saveChannel(shop.id, id, { name: ' Tea ', channel: 'email' }, NOW);
    await saveContent(shop.id, id, content, NOW);
    await saveAudience(shop.id, id, { include: [{ id: SEGMENT, name: 'All' }], exclude: [] }, NOW);
    await saveTracking(shop.id, id, tracking, NOW);
    expect(await loadCampaign(shop.id, id)).toMatchObject({
      campaign: { name: 'Tea', channel: 'email', status: 'draft', segmentName: 'All' },
      message: {
        ...content,
        channel: 'email',
        trackSales: true,
        utmSource: 'newsletter',
        utmCampaign: 'tea',
      },
    });
  });

  it('that becomes a voice call is not tracked', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await saveChannel(shop.id, id, { name: 'Call', channel: 'voice' }, NOW);
    expect((await loadCampaign(shop.id, id))?.message).toMatchObject({ channel: 'voice', trackSales: false });
  });

  it('can be deleted', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    expect(await deleteDraft(shop.id, id)).toMatchObject({ ok: true });
    expect(await loadCampaign(shop.id, id)).toBeUndefined();
    expect(await db.message.count({ where: { shopId: shop.id } })).toBe(0);
  });

  it('is of its own shop alone', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const id = await makeCampaign(shop);
    expect(await loadCampaign(other.id, id)).toBeUndefined();
    expect(await deleteDraft(other.id, id)).toEqual({ ok: false, reason: 'not_found' });
    expect(await saveContent(other.id, id, content, NOW)).toEqual({ ok: false, reason: 'not_found' });
    expect(await duplicateCampaign(other.id, id, NOW)).toEqual({ ok: false, reason: 'not_found' });
  });
});

describe('a campaign that is no draft any more', () => {
  it('is not edited, nor deleted', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
    const refusals = await Promise.all([
      saveChannel(shop.id, id, { name: 'Other', channel: 'email' }, NOW),
      saveContent(shop.id, id, content, NOW),
      saveAudience(shop.id, id, NO_AUDIENCE, NOW),
      saveTracking(shop.id, id, tracking, NOW),
      deleteDraft(shop.id, id),
    ]);
    expect(refusals).toEqual(refusals.map(() => ({ ok: false, reason: 'not_editable' })));
    expect(await loadCampaign(shop.id, id)).toMatchObject({
      campaign: { name: 'Winter tea', segmentName: 'Tea lovers' },
    });
  });

  it('can be duplicated as a draft', async () => {
    const shop = await makeShop();
    const { campaignId } = await startCampaign(shop, [member(1)]);
    const copy = await duplicateCampaign(shop.id, campaignId, NOW);
    const original = await loadCampaign(shop.id, campaignId);
    expect(copy.ok && (await loadCampaign(shop.id, copy.value))).toMatchObject({
      campaign: { name: 'Copy of Winter tea', status: 'draft', segmentName: 'Tea lovers', startedAt: null },
      message: { html: original?.message.html, utmCampaign: 'winter_tea', trackSales: true },
    });
  });
});

describe('the list of campaigns', () => {
  it('shows each with its audience, counts and tags', async () => {
    const shop = await makeShop();
    const { campaignId, deliveries } = await startCampaign(shop, [
      member(1),
      member(2),
      member(3),
      member(4, 'unsubscribed'),
    ]);
    for (const [index, delivery] of deliveries.slice(0, 3).entries()) {
      await sendDue(
        delivery,
        answering(
          index === 0
            ? { outcome: 'refused', reason: '550' }
            : { outcome: 'accepted', providerMessageId: 'p' },
        ),
      );
    }
    expect(await listCampaigns(shop.id, { tab: 'all', search: '', page: 1 })).toEqual({
      total: 1,
      pageSize: CAMPAIGNS_PER_PAGE,
      rows: [
        {
          id: campaignId,
          name: 'Winter tea',
          channel: 'email',
          status: 'sending',
          failure: null,
          audience: 'Tea lovers',
          sent: 2,
          failed: 1,
          scheduledAt: null,
          sentAt: null,
          updatedAt: NOW,
          trackSales: true,
          adopted: false,
          sentElsewhere: false,
          tags: { source: 'newsletter', medium: 'email', campaign: 'winter_tea' },
        },
      ],
    });
  });

  it('has a tab for drafts, one for what is scheduled and one for what was or is being sent', async () => {
    const shop = await makeShop();
    const draft = await makeCampaign(shop);
    const scheduled = await makeCampaign(shop);
    const sending = await makeCampaign(shop);
    await scheduleCampaign(shop.id, scheduled, { mode: 'later', at: new Date(NOW.getTime() + 1) }, NOW);
    await scheduleCampaign(shop.id, sending, { mode: 'now' }, NOW);
    const ids = async (tab: 'all' | 'draft' | 'scheduled' | 'sent') =>
      (await listCampaigns(shop.id, { tab, search: '', page: 1 })).rows.map((row) => row.id);
    expect(await ids('draft')).toEqual([draft]);
    expect(await ids('scheduled')).toEqual([scheduled]);
    expect(await ids('sent')).toEqual([sending]);
    expect(await ids('all')).toHaveLength(3);
  });

  it('finds names by any part of them, as it is written', async () => {
    const shop = await makeShop();
    await makeCampaign(shop, { name: '50% off_today' });
    await makeCampaign(shop, { name: 'Übermorgen 501 off today' });
    const names = async (search: string) =>
      (await listCampaigns(shop.id, { tab: 'all', search, page: 1 })).rows.map((row) => row.name);
    expect(await names('50%')).toEqual(['50% off_today']);
    expect(await names('OFF_')).toEqual(['50% off_today']);
    expect(await names(' ÜBER')).toEqual(['Übermorgen 501 off today']);
  });

  it('comes in pages that together are the whole', async () => {
    const shop = await makeShop();
    for (let number = 0; number < CAMPAIGNS_PER_PAGE + 3; number += 1) {
      await createCampaign(shop.id, { name: `No. ${number}`, channel: 'email' }, new Date(number));
    }
    const first = await listCampaigns(shop.id, { tab: 'all', search: '', page: 1 });
    const second = await listCampaigns(shop.id, { tab: 'all', search: '', page: 2 });
    expect(first.rows[0]?.name).toBe(`No. ${CAMPAIGNS_PER_PAGE + 2}`);
    expect(second).toMatchObject({ total: CAMPAIGNS_PER_PAGE + 3 });
    expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(CAMPAIGNS_PER_PAGE + 3);
  });
});

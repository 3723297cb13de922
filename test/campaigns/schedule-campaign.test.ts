import { describe, expect, it } from 'vitest';
import { archiveCampaign } from '~/campaigns/archive-campaign.server';
import { CAMPAIGN_TABS } from '~/campaigns/campaign';
import { createCampaign, listCampaigns, loadCampaign, saveChannel } from '~/campaigns/campaign-store.server';
import { cancelCampaign } from '~/campaigns/cancel-campaign.server';
import { pauseCampaign } from '~/campaigns/pause-campaign.server';
import { rescheduleCampaign } from '~/campaigns/reschedule-campaign.server';
import { resumeCampaign } from '~/campaigns/resume-campaign.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import { pool, type Shop } from '~/db.server';
import { makeCampaign, member, NOW } from '#test/support/campaign-factory';
import { startCampaign } from '#test/support/delivery-factory';
import { makeShop } from '#test/support/shop-factory';

const TOMORROW = new Date(NOW.getTime() + 86_400_000);

const jobs = async (shop: Shop, id: bigint) =>
  (
    await pool.query<{ key: string; run_at: Date }>(
      `SELECT key, run_at FROM graphile_worker.jobs WHERE key = $1`,
      [`campaign:${shop.id}:${id}`],
    )
  ).rows;

describe('sending a campaign', () => {
  it('now takes it out of the merchant’s hands and has it expanded', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    expect(await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW)).toEqual({ ok: true, value: undefined });
    expect((await loadCampaign(shop.id, id))?.campaign).toMatchObject({ status: 'sending', sendMode: 'now' });
    expect(await jobs(shop, id)).toHaveLength(1);
  });

  it('later waits for its time', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await scheduleCampaign(shop.id, id, { mode: 'later', at: TOMORROW }, NOW);
    expect((await loadCampaign(shop.id, id))?.campaign).toMatchObject({
      status: 'scheduled',
      sendMode: 'later',
      scheduledAt: TOMORROW,
    });
    expect(await jobs(shop, id)).toMatchObject([{ run_at: TOMORROW }]);
  });

  it('submitted many times at once is done once', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => scheduleCampaign(shop.id, id, { mode: 'now' }, NOW)),
    );
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.reason === 'not_editable')).toHaveLength(5);
    expect(await jobs(shop, id)).toHaveLength(1);
  });

  it('is refused with the reason of the first problem, and leaves the draft a draft', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop, { subject: '', segmentId: null });
    expect(await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW)).toEqual({
      ok: false,
      reason: 'no_subject',
    });
    expect((await loadCampaign(shop.id, id))?.campaign.status).toBe('draft');
    expect(await jobs(shop, id)).toEqual([]);
  });

  it('is refused for a time in the past, for a channel without provider, and for what is not there', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    const sms = await createCampaign(shop.id, { name: 'Text', channel: 'sms' }, NOW);
    expect(await scheduleCampaign(shop.id, id, { mode: 'later', at: NOW }, NOW)).toMatchObject({
      reason: 'time_in_the_past',
    });
    expect(await scheduleCampaign(shop.id, sms, { mode: 'now' }, NOW)).toMatchObject({
      reason: 'channel_not_connected',
    });
    expect(await scheduleCampaign(shop.id + 1_000, id, { mode: 'now' }, NOW)).toMatchObject({
      reason: 'not_found',
    });
  });
});

describe('cancelling', () => {
  it('makes a scheduled campaign a draft again, which can be edited and sent anew', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await scheduleCampaign(shop.id, id, { mode: 'later', at: TOMORROW }, NOW);
    expect(await cancelCampaign(shop.id, id, NOW)).toMatchObject({ ok: true });
    expect(await jobs(shop, id)).toEqual([]);
    expect((await loadCampaign(shop.id, id))?.campaign).toMatchObject({
      status: 'draft',
      sendMode: 'draft',
      scheduledAt: null,
    });
    expect(await saveChannel(shop.id, id, { name: 'Better', channel: 'email' }, NOW)).toMatchObject({
      ok: true,
    });
    expect(await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW)).toMatchObject({ ok: true });
  });

  it('takes back what was to be sent now, as long as nobody was reached', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
    expect(await cancelCampaign(shop.id, id, NOW)).toEqual({ ok: true, value: 'draft' });
    expect(await jobs(shop, id)).toEqual([]);
  });

  it('is refused for a draft, and for what is not there', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    expect(await cancelCampaign(shop.id, id, NOW)).toMatchObject({ reason: 'not_under_way' });
    expect(await cancelCampaign(shop.id, id + 1_000n, NOW)).toMatchObject({ reason: 'not_found' });
  });
});

describe('rescheduling', () => {
  it('gives a scheduled campaign another time, its one job with it', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await scheduleCampaign(shop.id, id, { mode: 'later', at: TOMORROW }, NOW);
    const sooner = new Date(NOW.getTime() + 3_600_000);
    expect(await rescheduleCampaign(shop.id, id, { mode: 'later', at: sooner }, NOW)).toMatchObject({
      ok: true,
    });
    expect((await loadCampaign(shop.id, id))?.campaign).toMatchObject({
      status: 'scheduled',
      scheduledAt: sooner,
    });
    expect(await jobs(shop, id)).toMatchObject([{ run_at: sooner }]);
  });

  it('sends it now where that is asked for', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await scheduleCampaign(shop.id, id, { mode: 'later', at: TOMORROW }, NOW);
    await rescheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
    expect((await loadCampaign(shop.id, id))?.campaign).toMatchObject({
      status: 'sending',
      scheduledAt: null,
    });
    expect(await jobs(shop, id)).toHaveLength(1);
  });

  it('is refused for a time in the past, for what is not scheduled, and for what is not there', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    const choice = { mode: 'later', at: TOMORROW } as const;
    expect(await rescheduleCampaign(shop.id, id, choice, NOW)).toMatchObject({ reason: 'not_scheduled' });
    expect(await rescheduleCampaign(shop.id, id, { mode: 'later', at: NOW }, NOW)).toMatchObject({
      reason: 'time_in_the_past',
    });
    expect(await rescheduleCampaign(shop.id + 1_000, id, choice, NOW)).toMatchObject({ reason: 'not_found' });
  });
});

describe('pausing, resuming and archiving', () => {
  it('are refused where there is nothing to pause, to resume or to archive', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    const nowhere = id + 1_000n;
    expect(await pauseCampaign(shop.id, id, NOW)).toMatchObject({ reason: 'not_sending' });
    expect(await pauseCampaign(shop.id, nowhere, NOW)).toMatchObject({ reason: 'not_found' });
    expect(await resumeCampaign(shop.id, id, NOW)).toMatchObject({ reason: 'not_paused' });
    expect(await resumeCampaign(shop.id, nowhere, NOW)).toMatchObject({ reason: 'not_found' });
    expect(await archiveCampaign(shop.id, id, true, NOW)).toMatchObject({ reason: 'not_sent' });
    expect(await archiveCampaign(shop.id, nowhere, true, NOW)).toMatchObject({ reason: 'not_found' });
  });

  it('take a sent campaign out of every list but one, and bring it back', async () => {
    const shop = await makeShop();
    const { campaignId } = await startCampaign(shop, [member(1, 'unsubscribed')]);
    const tabsWithIt = async () => {
      const lists = CAMPAIGN_TABS.map(async (tab) => {
        const { total } = await listCampaigns(shop.id, { tab, search: '', page: 1 });
        return total > 0 ? [tab] : [];
      });
      return (await Promise.all(lists)).flat();
    };
    expect(await tabsWithIt()).toEqual(['all', 'sent']);
    expect(await archiveCampaign(shop.id, campaignId, true, NOW)).toMatchObject({ ok: true });
    expect(await tabsWithIt()).toEqual(['archived']);
    await archiveCampaign(shop.id, campaignId, false, NOW);
    expect(await tabsWithIt()).toEqual(['all', 'sent']);
  });
});

import { describe, expect, it } from 'vitest';
import { createCampaign, loadCampaign, saveChannel } from '~/campaigns/campaign-store.server';
import { cancelCampaign } from '~/campaigns/cancel-campaign.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import { pool, type Shop } from '~/db.server';
import { makeCampaign, NOW } from '#test/support/campaign-factory';
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

  it('is refused for a draft, for what is being sent, and for what is not there', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    expect(await cancelCampaign(shop.id, id, NOW)).toMatchObject({ reason: 'not_scheduled' });
    await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
    expect(await cancelCampaign(shop.id, id, NOW)).toMatchObject({ reason: 'not_scheduled' });
    expect(await cancelCampaign(shop.id, id + 1_000n, NOW)).toMatchObject({ reason: 'not_found' });
  });
});

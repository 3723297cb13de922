import { expect, describe, it } from 'vitest';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import type { Shop } from '~/db.server';
import { makeCampaign, member, NOW } from '#test/support/campaign-factory';
import { startCampaign } from '#test/support/delivery-factory';
import { makeShop } from '#test/support/shop-factory';
import { act } from '../../app/routes/app.campaigns.$id._index/act.server.ts';

const DONE = { error: null, errors: {} };
const statusOf = async (shop: Shop, id: bigint) => (await loadCampaign(shop.id, id))?.campaign.status;

async function scheduled() {
  const shop = await makeShop();
  const id = await makeCampaign(shop);
  await scheduleCampaign(shop.id, id, { mode: 'later', at: new Date('2027-01-01T08:00:00Z') }, NOW);
  return { shop, id };
}

describe('the page of a campaign', () => {
  it('pauses, resumes and stops what is being sent, and says where that is not so any more', async () => {
    const shop = await makeShop();
    const { campaignId: id } = await startCampaign(shop, [member(1)]);
    const say = (intent: string) => act(shop, id, { intent }, NOW);
    expect(await say('pause')).toEqual(DONE);
    expect(await statusOf(shop, id)).toBe('paused');
    expect(await say('pause')).toMatchObject({ error: 'It is not being sent any more.' });
    expect(await say('resume')).toEqual(DONE);
    expect(await say('resume')).toMatchObject({ error: 'It does not pause any more.' });
    expect(await say('archive')).toMatchObject({ error: 'Only campaigns that were sent can be archived.' });
    expect(await say('stop')).toEqual(DONE);
    expect(await statusOf(shop, id)).toBe('sent');
    expect(await say('stop')).toMatchObject({ error: 'Nothing of it waits to be sent any more.' });
    expect(await say('archive')).toEqual(DONE);
    expect(await say('restore')).toEqual(DONE);
  });

  it('moves a scheduled campaign in the time zone of the shop', async () => {
    const { shop, id } = await scheduled();
    const form = { intent: 'reschedule', mode: 'later', date: '2027-01-02', time: '09:00' };
    expect(await act(shop, id, form, NOW)).toEqual(DONE);
    expect((await loadCampaign(shop.id, id))?.campaign.scheduledAt).toEqual(new Date('2027-01-02T08:00:00Z'));
    expect(await act(shop, id, { intent: 'reschedule', mode: 'now' }, NOW)).toEqual(DONE);
    expect(await statusOf(shop, id)).toBe('sending');
    expect(await act(shop, id, form, NOW)).toMatchObject({ error: 'It is too late: sending has begun.' });
  });

  it.each([
    [{ date: '2027-03-28', time: '02:30' }, { time: expect.stringContaining('skip this time') as string }],
    [{ date: '2026-01-01', time: '09:00' }, { time: expect.stringContaining('has passed') as string }],
    [{ date: '', time: '09:00' }, { date: 'Choose a date.' }],
  ])('says at the field why %j is no time to send', async (fields, errors) => {
    const { shop, id } = await scheduled();
    const answer = await act(shop, id, { intent: 'reschedule', mode: 'later', ...fields }, NOW);
    expect(answer).toEqual({ error: null, errors });
    expect(await statusOf(shop, id)).toBe('scheduled');
  });

  it('keeps what the campaign cost, or says at the field why not', async () => {
    const { shop, id } = await scheduled();
    const cost = (amount: string) => act(shop, id, { intent: 'cost', amount, per: 'message' }, NOW);
    const kept = async () => {
      const found = await loadCampaign(shop.id, id);
      return [found?.campaign.costMinor, found?.campaign.costPer];
    };
    expect(await cost('0,05')).toEqual(DONE);
    expect(await kept()).toEqual([5n, 'message']);
    expect(await cost('much')).toEqual({
      error: null,
      errors: { amount: 'Enter an amount, such as 49.90.' },
    });
    expect(await kept()).toEqual([5n, 'message']);
    expect(await cost('')).toEqual(DONE);
    expect(await kept()).toEqual([null, null]);
  });

  it('does nothing that it does not know', async () => {
    const { shop, id } = await scheduled();
    expect(await act(shop, id, { intent: 'send_twice' }, NOW)).toMatchObject({
      error: expect.any(String) as string,
    });
  });
});

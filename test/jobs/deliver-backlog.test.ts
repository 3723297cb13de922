import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { cancelCampaign } from '~/campaigns/cancel-campaign.server';
import { pauseCampaign } from '~/campaigns/pause-campaign.server';
import { resumeCampaign } from '~/campaigns/resume-campaign.server';
import { databaseUrl, db, pool, type Shop } from '~/db.server';
import { deliverBacklog, finishDeliveries } from '~/jobs/deliver-backlog';
import { keepHouse } from '~/jobs/keep-house';
import { claimDeliveries, unscopedDueVersions } from '~/messaging/delivery-store.server';
import { findHold, holdChannel, takeTokens } from '~/messaging/sending-pace-store.server';
import { member, NOW } from '#test/support/campaign-factory';
import { deliveryCounts, startCampaign } from '#test/support/delivery-factory';
import { killSenders } from '#test/support/kill-senders';
import { makeShop } from '#test/support/shop-factory';

// The drain sends through the configured server, which must be known before the app reads its environment.
const end = await vi.hoisted(async () => {
  const { startSmtpEnd } = await import('#test/support/smtp-end');
  const started = await startSmtpEnd();
  process.env.SMTP_URL = started.url;
  return started;
});
afterAll(() => end.stop());
beforeEach(() => {
  end.mood = 'takes';
  end.forget();
});
afterEach(async () => {
  await finishDeliveries();
  await db.delivery.deleteMany();
});

/** Works off what is due, until nothing is and nothing is in hand. */
async function workOff(): Promise<void> {
  while ((await deliverBacklog()) > 0);
  await finishDeliveries();
}

/** So many members, whose addresses are nobody else's. */
let people = 0;
const audience = (size: number) => Array.from({ length: size }, () => member((people += 1)));
const start = (shop: Shop, size: number) => startCampaign(shop, audience(size), {}, new Date());
const campaignOf = async (shop: Shop, id: bigint) => (await loadCampaign(shop.id, id))?.campaign;

describe('the backlog of deliveries', () => {
  it('reaches each of 600 people once, and the campaign is then sent', async () => {
    const shop = await makeShop();
    const { campaignId } = await start(shop, 600);
    await workOff();
    expect(end.taken.size).toBe(600);
    expect([...end.taken.values()].filter((times) => times !== 1)).toEqual([]);
    expect(await deliveryCounts(shop.id, campaignId)).toMatchObject({ sent: 600, byReason: [] });
    expect(await campaignOf(shop, campaignId)).toMatchObject({ status: 'sent' });
  });

  it('gives every shop its turn, and every campaign of a shop', async () => {
    const [large, small] = [await makeShop(), await makeShop()];
    const first = await start(large, 300);
    const second = await start(large, 5);
    const third = await start(small, 5);
    for (let turn = 0; turn < 4; turn += 1) await deliverBacklog();
    await finishDeliveries();
    expect(await campaignOf(large, second.campaignId)).toMatchObject({ status: 'sent' });
    expect(await campaignOf(small, third.campaignId)).toMatchObject({ status: 'sent' });
    expect(await deliveryCounts(large.id, first.campaignId)).toMatchObject({ sent: 32, queued: 268 });
  });

  it('ends a campaign whose worker was killed right before it could', async () => {
    const shop = await makeShop();
    const { campaignId, deliveries } = await start(shop, 1);
    await claimDeliveries(shop.id, deliveries[0]?.versionId ?? 0n, 1, 'sender-dead', new Date());
    await keepHouse();
    expect(await deliveryCounts(shop.id, campaignId)).toMatchObject({ unknown: 1 });
    expect(await campaignOf(shop, campaignId)).toMatchObject({ status: 'sent' });
  });
});

describe('a campaign that pauses', () => {
  it('keeps what is queued until it is resumed', async () => {
    const shop = await makeShop();
    const { campaignId } = await start(shop, 100);
    await deliverBacklog();
    await pauseCampaign(shop.id, campaignId, new Date());
    await workOff();
    expect(await deliveryCounts(shop.id, campaignId)).toMatchObject({ sent: 16, queued: 84 });
    expect(await campaignOf(shop, campaignId)).toMatchObject({ status: 'paused', pauseReason: null });
    await resumeCampaign(shop.id, campaignId, new Date());
    await workOff();
    expect(await campaignOf(shop, campaignId)).toMatchObject({ status: 'sent' });
    expect(end.taken.size).toBe(100);
  });

  it('cannot be claimed by a worker that looked right before', async () => {
    const shop = await makeShop();
    const { campaignId } = await start(shop, 3);
    const [due] = await unscopedDueVersions(new Date());
    await pauseCampaign(shop.id, campaignId, new Date());
    expect(await claimDeliveries(shop.id, due?.versionId ?? 0n, 16, 'sender', new Date())).toEqual([]);
  });

  it('and is then stopped skips the rest, and is sent to those who were reached', async () => {
    const shop = await makeShop();
    const { campaignId } = await start(shop, 40);
    await deliverBacklog();
    await finishDeliveries();
    await pauseCampaign(shop.id, campaignId, new Date());
    expect(await cancelCampaign(shop.id, campaignId, new Date())).toEqual({ ok: true, value: 'stopped' });
    await workOff();
    expect(await deliveryCounts(shop.id, campaignId)).toMatchObject({
      sent: 16,
      skipped: 24,
      byReason: [{ reason: 'cancelled', count: 24 }],
    });
    expect(await campaignOf(shop, campaignId)).toMatchObject({ status: 'sent', failure: 'cancelled' });
  });

  it('does so by itself where too many fail, goes on when told to, and never writes to anybody twice', async () => {
    const shop = await makeShop();
    const { campaignId } = await start(shop, 200);
    end.mood = 'refuses_all';
    await workOff();
    const counts = await deliveryCounts(shop.id, campaignId);
    expect(counts.failed).toBeGreaterThanOrEqual(20);
    expect(counts.queued).toBeGreaterThan(100);
    expect(await campaignOf(shop, campaignId)).toMatchObject({ status: 'paused', pauseReason: 'failing' });
    end.mood = 'takes';
    await resumeCampaign(shop.id, campaignId, new Date());
    await workOff();
    expect(await campaignOf(shop, campaignId)).toMatchObject({ status: 'sent', pauseReason: null });
    expect(end.taken.size).toBe(200 - counts.failed);
    expect(Math.max(...end.taken.values())).toBe(1);
  });

  it('does so where the login is refused, nothing lost', async () => {
    const shop = await makeShop();
    const { campaignId } = await start(shop, 50);
    end.mood = 'refuses_login';
    await end.hangUp();
    await workOff();
    expect(await campaignOf(shop, campaignId)).toMatchObject({
      status: 'paused',
      pauseReason: 'login_refused',
    });
    expect(await deliveryCounts(shop.id, campaignId)).toMatchObject({ queued: 50, failed: 0, unknown: 0 });
  });
});

describe('a provider that takes nothing', () => {
  it('is left alone for a while, by every worker, with its words kept', async () => {
    const shop = await makeShop();
    const { campaignId } = await start(shop, 50);
    end.mood = 'busy';
    await end.hangUp();
    await workOff();
    expect(await unscopedDueVersions(new Date())).toEqual([]);
    const hold = await findHold(shop.id, 'email');
    expect(hold?.reason).toContain('Not now');
    expect(await campaignOf(shop, campaignId)).toMatchObject({ status: 'sending' });
    expect(await deliveryCounts(shop.id, campaignId)).toMatchObject({ queued: 50, failed: 0, unknown: 0 });

    end.mood = 'takes';
    await letTimePass(shop);
    await workOff();
    expect(await campaignOf(shop, campaignId)).toMatchObject({ status: 'sent' });
    expect(await findHold(shop.id, 'email')).toBeUndefined();
    expect([...end.taken.values()]).toEqual(Array(50).fill(1));
  });

  it('is left alone longer each time, at least as long as it says, and five minutes at most else', async () => {
    const shop = await makeShop();
    const pauses: number[] = [];
    let now = NOW;
    const hold = async (retryAfterMs = 0) => {
      await holdChannel(shop.id, 'email', 'busy', retryAfterMs, now);
      const until = (await findHold(shop.id, 'email'))?.until ?? now;
      pauses.push((until.getTime() - now.getTime()) / 1_000);
      return until;
    };
    for (let time = 0; time < 10; time += 1) now = await hold();
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    now = await hold(900_000);
    expect(pauses.at(-1)).toBe(900);
  });

  it('counts once where many of its answers come at a time', async () => {
    const shop = await makeShop();
    for (let time = 0; time < 5; time += 1) await holdChannel(shop.id, 'email', 'busy', 0, NOW);
    expect((await findHold(shop.id, 'email'))?.until).toEqual(new Date(NOW.getTime() + 2_000));
  });
});

describe('the rate limit of a channel', () => {
  it('is shared by all workers, and is each shop’s own', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const take = (of: Shop, ms: number) => takeTokens(of.id, 'email', 16, 10, new Date(NOW.getTime() + ms));
    const taken = await Promise.all(Array.from({ length: 8 }, () => take(shop, 0)));
    expect(taken.reduce((sum, count) => sum + count, 0)).toBe(10);
    expect(await take(other, 0)).toBe(10);
    expect(await take(shop, 300)).toBe(3);
    expect(await take(shop, 60_000)).toBe(10);
  });
});

describe('killed workers', { timeout: 600_000 }, () => {
  it('write to nobody twice and lose nobody: what they had in hand is unknown', async () => {
    const kills = Number(process.env.KILLS ?? 10);
    const deliveries = Number(process.env.DELIVERIES ?? 1_000);
    const shop = await makeShop();
    const { campaignId } = await start(shop, deliveries);
    const database = new pg.Pool({ connectionString: databaseUrl, max: 1 });
    const environment = { ...process.env, DATABASE_URL: databaseUrl, SMTP_URL: end.url };
    const report = await killSenders({ kills, deliveries }, end, database, environment);
    await database.end();
    console.log(JSON.stringify(report));
    expect(report).toMatchObject({ deliveries, duplicates: 0, missing: 0, invented: 0 });
    expect(report.unknown).toBeGreaterThan(0);
    expect(await deliveryCounts(shop.id, campaignId)).toMatchObject({
      sent: deliveries - report.unknown,
      unknown: report.unknown,
    });
  });
});

/** Lets the time of a hold and of every back-off pass. */
async function letTimePass(shop: Shop): Promise<void> {
  await pool.query(`UPDATE sending_pace SET held_until = now() - interval '1 s' WHERE shop_id = $1`, [
    shop.id,
  ]);
  await pool.query(`UPDATE delivery SET due_at = now() WHERE shop_id = $1 AND state = 'queued'`, [shop.id]);
}

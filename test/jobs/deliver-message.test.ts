import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { expandCampaign } from '~/campaigns/expand-campaign.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import { type Shop, databaseUrl, db } from '~/db.server';
import { deliverMessage } from '~/jobs/deliver-message';
import { done } from '~/lib/outcome';
import { claimDelivery } from '~/messaging/delivery-store.server';
import { type Handlers, type RunningWorker, startWorker } from '~/queue/worker.server';
import { makeCampaign, member, NOW } from '#test/support/campaign-factory';
import { deliveryCounts, deliveriesOf, startCampaign } from '#test/support/delivery-factory';
import { makeShop } from '#test/support/shop-factory';

// The job sends through the configured server, which must be known before the app reads its environment.
const server = await vi.hoisted(async () => {
  const { startMailServer } = await import('#test/support/mail-server');
  const started = await startMailServer();
  process.env.SMTP_URL = started.url;
  return started;
});
afterAll(() => server.stop());

let worker: RunningWorker | undefined;
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});

const PAGE = 250;
const audience = (size: number) => Array.from({ length: size }, (_, index) => member(index + 1));

/** Works off everything, a segment of this size at Shopify's place, until the campaign is sent. */
async function workUntilSent(shop: Shop, campaignId: bigint, size: number): Promise<void> {
  const members = audience(size);
  const idle = () => Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    const resolveWhenSent = async () => {
      if ((await loadCampaign(shop.id, campaignId))?.campaign.status === 'sent') resolve();
    };
    const handlers: Handlers = {
      'ingest-webhook': idle,
      'attribute-order': idle,
      'write-consent': idle,
      'backfill-orders': idle,
      'sweep-orders': idle,
      'repair-orders': idle,
      'drop-expired': idle,
      'keep-house': idle,
      'expand-campaign': async ({ cursor = '0' }) => {
        const from = Number(cursor);
        const next = from + PAGE < size ? String(from + PAGE) : undefined;
        const page = done({ members: members.slice(from, from + PAGE), next });
        await expandCampaign(shop, campaignId, cursor, () => Promise.resolve(page), NOW);
      },
      'deliver-message': async (payload) => {
        await deliverMessage(payload);
        await resolveWhenSent();
      },
    };
    startWorker(handlers).then((started) => {
      worker = started;
    }, reject);
  });
}

const addressees = () => server.mails.map((mail) => [mail.to].flat()[0]?.text ?? '');

describe('a campaign on its way', { timeout: 120_000 }, () => {
  it('reaches each of 600 people once, and is then sent', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
    await workUntilSent(shop, id, 600);
    const addresses = addressees();
    expect(new Set(addresses).size).toBe(600);
    expect(addresses).toHaveLength(600);
    expect(new Set(server.mails.map((mail) => mail.messageId)).size).toBe(600);
    expect(await deliveryCounts(shop.id, id)).toMatchObject({
      sent: 600,
      queued: 0,
      sending: 0,
      byReason: [],
    });
  });

  it('loses nobody and writes to nobody twice when its worker is killed', async () => {
    server.mails.length = 0;
    const shop = await makeShop();
    const people = audience(60);
    const { campaignId } = await startCampaign(shop, people);
    // As many as the worker has in hand at once: then it is killed with each of them half handed over.
    const cut = people.slice(10, 18).map((person) => person.email ?? '');
    for (const address of cut) server.fault(address, 'hold');
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/deliver-worker.ts'], {
      env: { ...process.env, DATABASE_URL: databaseUrl },
      stdio: 'ignore',
    });
    await server.held(cut.length);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await lifeOfTheDeadEnds();
    for (const address of cut) server.fault(address, undefined);
    expect(await deliveryCounts(shop.id, campaignId)).toMatchObject({ sending: cut.length });

    await workUntilSent(shop, campaignId, 0);
    const deliveries = await deliveriesOf(shop, campaignId);
    expect(deliveries.map((delivery) => delivery.state)).toEqual(
      people.map((person) => (cut.includes(person.email ?? '') ? 'unknown' : 'sent')),
    );
    expect(addressees().sort()).toEqual(
      people
        .map((person) => person.email ?? '')
        .filter((address) => !cut.includes(address))
        .sort(),
    );
    expect(await deliveryCounts(shop.id, campaignId)).toMatchObject({
      unknown: cut.length,
      byReason: [{ state: 'unknown', reason: 'interrupted', count: cut.length }],
    });
  });
});

/** Resolves once the database has noticed that the killed process is gone. */
async function lifeOfTheDeadEnds(): Promise<void> {
  const { lockKey } = await db.workerProcess.findFirstOrThrow();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('SELECT pg_advisory_lock($1)', [lockKey.toString()]);
  await client.end();
}

describe('the job of one delivery', () => {
  const payload = (shop: Shop, deliveryId: bigint | undefined) => ({
    shopId: shop.id,
    deliveryId: String(deliveryId),
  });

  it('fails while the mail server asks to come back later, so that the queue tries again', async () => {
    const shop = await makeShop();
    const person = member(1_001);
    const { campaignId, deliveries } = await startCampaign(shop, [person]);
    server.fault(person.email ?? '', 'busy');
    await expect(deliverMessage(payload(shop, deliveries[0]?.id))).rejects.toThrow('try again later');
    expect((await loadCampaign(shop.id, campaignId))?.campaign.status).toBe('sending');
    server.fault(person.email ?? '', undefined);
    await deliverMessage(payload(shop, deliveries[0]?.id));
    expect((await loadCampaign(shop.id, campaignId))?.campaign.status).toBe('sent');
  });

  it('ends its campaign although it had been killed right before doing so', async () => {
    const shop = await makeShop();
    const { campaignId, deliveries } = await startCampaign(shop, [member(1_002)]);
    await claimDelivery(shop.id, deliveries[0]?.id ?? 0n, NOW);
    await deliverMessage(payload(shop, deliveries[0]?.id));
    await deliverMessage(payload(shop, deliveries[0]?.id));
    expect((await loadCampaign(shop.id, campaignId))?.campaign.status).toBe('sent');
  });

  it('of the last two at once ends the campaign', async () => {
    const shop = await makeShop();
    const { campaignId, deliveries } = await startCampaign(shop, [member(1_003), member(1_004)]);
    await Promise.all(deliveries.map(({ id }) => deliverMessage(payload(shop, id))));
    expect((await loadCampaign(shop.id, campaignId))?.campaign.status).toBe('sent');
  });

  it('does nothing where the shop was erased', async () => {
    await expect(deliverMessage({ shopId: 1_000_000, deliveryId: '1' })).resolves.toBeUndefined();
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { saveProvider } from '~/channels/provider-store.server';
import { db, type Shop } from '~/db.server';
import { intake } from '~/intake/app';
import { sendDueDigest } from '~/jobs/send-digest';
import {
  addRecipient,
  claimDigestMail,
  listRecipients,
  saveSchedule,
  unscopedAskForDigests,
} from '~/reports/digest/digest-store.server';
import { digestUrl } from '~/reports/digest/digest-token.server';
import { inviteRecipient } from '~/reports/digest/invite-recipient.server';
import { digestOf } from '~/reports/digest/query.server';
import { ShopState } from '../shopify/shop-state.ts';
import { type LocalSmtp, startSmtp } from '../shopify/smtp.ts';
import {
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  tags,
} from '#test/support/attribution-factory';
import { waitingJobs } from '#test/support/intake-factory.ts';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const state = new ShopState();
let smtp: LocalSmtp;
let shop: Shop;
beforeAll(async () => {
  smtp = await startSmtp(state, { port: 0 });
});
afterAll(() => smtp.stop());
beforeEach(async () => {
  smtp.faults.clear();
  state.mails.length = 0;
  shop = await makeShop({ email: 'owner@shop.test', pixelId: 'gid://shopify/WebPixel/1' });
  const { hostname: host, port } = new URL(smtp.url);
  const credentials = {
    ...{ provider: 'smtp' as const, host, port: Number(port) },
    ...{ secure: false, user: '', password: '' },
  };
  await saveProvider(shop.id, 'email', { sender: 'news@shop.test', credentials }, new Date());
});

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const now = new Date();

/** A daily digest that was due a moment ago, to the shop's own address. */
async function makeDue(): Promise<Date> {
  await saveSchedule(shop.id, { cadence: 'daily', weekday: 1, hour: 8 }, shop.timeZone, now);
  await addRecipient(shop, 'Owner@shop.test', now);
  const dueAt = new Date(now.getTime() - 60_000);
  await db.digest.update({ where: { shopId: shop.id }, data: { nextAt: dueAt } });
  return dueAt;
}

const send = (dueAt: Date) => sendDueDigest({ shopId: shop.id, dueAt: dueAt.toISOString() });

/** An order of 50.00 of yesterday, credited to a message. */
async function makeCredited(): Promise<void> {
  const placed = new Date(now.getTime() - DAY_MS);
  const at = new Date(placed.getTime() - HOUR_MS);
  const sent = await makeSentMessage(shop, { name: 'Winter <mugs>', sentAt: at });
  const order = await makeOrder(shop, { processedAt: placed, valueMinor: 5_000n });
  await makeCheckout(shop, `checkout-${order.id}`, [{ at, utm: tags({ id: sent.version.publicId }) }], {
    completedAt: placed,
  });
  await makeJourney(shop, order.id, 'absent');
  await attributeOrders(shop.id, [order.id], placed);
  await rollUpAll(shop);
}

describe('a digest that is due', () => {
  it('is asked for once, and its next time is set', async () => {
    const dueAt = await makeDue();
    await Promise.all([unscopedAskForDigests(now), unscopedAskForDigests(now)]);
    await unscopedAskForDigests(now);
    const asked = (await waitingJobs<{ shopId: number }>('send-digest')).filter(
      ({ shopId }) => shopId === shop.id,
    );
    expect(asked).toEqual([{ shopId: shop.id, dueAt: dueAt.toISOString() }]);
    const { nextAt } = await db.digest.findUniqueOrThrow({ where: { shopId: shop.id } });
    expect(nextAt?.getTime()).toBeGreaterThan(now.getTime());
  });

  it('says in sentences how the shop did, each with a link to its orders in the admin', async () => {
    await makeCredited();
    await send(await makeDue());
    expect(state.mails).toHaveLength(1);
    const mail = state.mails[0];
    expect(mail?.to).toEqual(['owner@shop.test']);
    expect(mail?.subject).toMatch(/^Café Größe: 1 order, /);
    expect(mail?.text).toContain('1 order came to €50.00');
    expect(mail?.text).toContain('Your messages earned €50.00 in 1 order, 100% of all sales.');
    expect(mail?.text).toContain('cannot say which message does best');
    expect(mail?.text).toContain('a change may well be chance');
    const links = mail?.text?.match(/https:\S+\/admin\/apps\/\S+/g) ?? [];
    const sentences = mail?.text?.match(/^- /gm) ?? [];
    expect(links.length).toBe(sentences.length);
    expect(links[0]).toContain(`https://${shop.domain}/admin/apps/test-api-key/app/orders?from=`);
    expect(mail?.html).not.toContain('<mugs>');
  });

  it('is sent once, also where the worker died between taking it in hand and noting what became of it', async () => {
    const dueAt = await makeDue();
    await send(dueAt);
    await send(dueAt);
    expect(state.mails).toHaveLength(1);
    const next = new Date(dueAt.getTime() + 1);
    const [recipient] = await listRecipients(shop.id);
    await claimDigestMail(shop.id, recipient?.id ?? 0n, next);
    await send(next);
    expect(state.mails).toHaveLength(1);
  });

  it('comes back where the mail server takes nothing now, and not once its days are long over', async () => {
    const dueAt = await makeDue();
    smtp.faults.set('*', { kind: 'try_later', times: 1 });
    await expect(send(dueAt)).rejects.toThrow('later');
    await send(dueAt);
    expect(state.mails).toHaveLength(1);
    await send(new Date(dueAt.getTime() - 2 * DAY_MS));
    expect(state.mails).toHaveLength(1);
  });

  it('says what is to be looked at, and that nothing was ordered instead of zeros', async () => {
    await db.shop.update({ where: { id: shop.id }, data: { pixelId: null } });
    await db.syncState.create({
      data: {
        shopId: shop.id,
        ...{ backfillState: 'done', backfillAskedAt: now, cursor: now, nextSweepAt: now },
        ...{ lastMissing: 1, lastDifferent: 1, lastDifferenceMinor: 1_250n },
      },
    });
    const { sentences, problems } = await digestOf(shop, 'weekly', now);
    expect(sentences.map(({ text }) => text)).toEqual(['No orders were placed.']);
    expect(problems.map(({ text }) => text)).toEqual([
      'The pixel is not active, so fewer orders can be credited. Open the app to activate it.',
      'When last compared with Shopify, 2 orders differed, by €12.50 in all.',
    ]);
  });
});

describe('a recipient', () => {
  const post = async (url: string) =>
    (await intake.request(new URL(url).pathname, { method: 'POST' })).status;

  it('of another address than the shop’s own gets nothing before confirming it', async () => {
    const dueAt = await makeDue();
    expect(await inviteRecipient(shop, 'ada@mail.test', now)).toEqual({ ok: true, value: 'asked' });
    const confirm = /https?:\S+\/digest\/confirm\/\S+/.exec(state.mails[0]?.text ?? '')?.[0] ?? '';
    expect((await intake.request(new URL(confirm).pathname)).status).toBe(200);
    await send(dueAt);
    expect(state.mails.map(({ to }) => to)).toEqual([['ada@mail.test'], ['owner@shop.test']]);
    expect(await post(confirm)).toBe(200);
    await send(new Date(dueAt.getTime() + 1));
    expect(
      state.mails
        .slice(2)
        .map(({ to }) => to[0])
        .sort(),
    ).toEqual(['ada@mail.test', 'owner@shop.test']);
  });

  it('stops it with one click, and nobody else by a token that was altered', async () => {
    const dueAt = await makeDue();
    const [owner] = await listRecipients(shop.id);
    const stop = digestUrl('stop', shop.id, owner?.id ?? 0n);
    expect((await intake.request(new URL(stop).pathname)).status).toBe(200);
    expect(await post(stop.replace('/stop/', '/confirm/'))).toBe(404);
    expect(await listRecipients(shop.id)).toHaveLength(1);
    expect(await post(stop)).toBe(200);
    await send(dueAt);
    expect(state.mails).toEqual([]);
  });

  it('is one address, and at most twenty are', async () => {
    expect(await inviteRecipient(shop, 'not an address', now)).toMatchObject({ reason: 'not_an_address' });
    for (let place = 0; place < 20; place += 1) await addRecipient(shop, `a${place}@mail.test`, now);
    expect(await inviteRecipient(shop, 'b@mail.test', now)).toMatchObject({ reason: 'too_many' });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db, pool, type Shop } from '~/db.server';
import { ingestWebhook } from '~/jobs/ingest-webhook';
import { tellMarketing } from '~/jobs/tell-marketing';
import { unscopedEnsurePartitions } from '~/orders/partition-store.server';
import { changeSharing } from '~/shopify/change-sharing.server';
import { activityStates } from '~/shopify/marketing-store.server';
import { loadSharing, unscopedAskForMarketing } from '~/shopify/sharing-store.server';
import { unscopedStoreWebhooks } from '~/shopify/webhook-store.server';
import {
  makeCheckout,
  makeClick,
  makeDelivery,
  makeOrder,
  makeSentMessage,
  type SentMessage,
  tags,
} from '#test/support/attribution-factory.ts';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const SCOPES = ['read_orders', 'write_marketing_events'];
const TAGS = { source: 'newsletter', medium: 'email', campaign: 'winter_mugs' };

/** Noon of a day before today, in the shop's zone, which is UTC. */
function noon(daysAgo: number): Date {
  const day = new Date();
  day.setUTCHours(12, 0, 0, 0);
  return new Date(day.getTime() - daysAgo * 86_400_000);
}
const dayOf = (daysAgo: number) => noon(daysAgo).toISOString().slice(0, 10);

let platform: LocalPlatform;
let shop: Shop;
beforeAll(async () => {
  platform = await startLocalPlatform({ scopes: SCOPES });
  platform.state.shop.timeZone = 'UTC';
  await unscopedEnsurePartitions(new Date());
  await unscopedEnsurePartitions(noon(10));
});
beforeEach(async () => {
  await db.shopifySharing.deleteMany();
  await db.shop.deleteMany();
  platform.state.activities.length = 0;
  platform.state.changeScopes(SCOPES);
  await platform.signIn();
  shop = await makeShop({ domain: platform.state.shop.domain, timeZone: 'UTC' });
});
afterAll(() => platform.stop());

const share = (on = true) => changeSharing(shop, 'marketing', on, new Date());
const told = async () => {
  platform.asked.length = 0;
  await tellMarketing({ shopId: shop.id });
  return platform.asked;
};
const activities = () =>
  platform.state.activities.map(({ title, days }) => [title, Object.fromEntries(days)] as const);

async function boughtBy(utm: typeof TAGS, daysAgo: number) {
  const order = await makeOrder(shop, { processedAt: noon(daysAgo) });
  await makeCheckout(shop, `checkout-${order.id}`, [{ at: noon(daysAgo), utm: tags(utm) }], {
    orderId: order.id,
    completedAt: noon(daysAgo),
  });
  await attributeOrders(shop.id, [order.id], new Date());
  await rollUpAll(shop);
  return order;
}

const campaign = (name = 'Winter mugs', utmCampaign = TAGS.campaign): Promise<SentMessage> =>
  makeSentMessage(shop, { name, utmCampaign, sentAt: noon(4) });

describe('what messages came to', () => {
  it('is told as an activity with its tags, and of each day what happened on it', async () => {
    const sent = await campaign();
    await makeDelivery(shop, sent.version, { sentAt: noon(4), unsubscribedAt: noon(3) });
    await makeClick(shop, sent, noon(3));
    await makeClick(shop, sent, noon(3), 'machine');
    await boughtBy(TAGS, 2);
    await share();
    expect(await told()).toEqual(['UpsertActivity', 'TellDay', 'TellDay', 'TellDay']);
    expect(platform.state.activities).toMatchObject([
      { remoteId: sent.version.publicId, title: 'Winter mugs', channel: 'EMAIL', utm: TAGS },
    ]);
    const money = (amount: string) => ({ amount, currencyCode: 'EUR' });
    expect(activities()[0]?.[1]).toMatchObject({
      [dayOf(4)]: { sendsCount: 2, impressionsCount: 2, clicksCount: 0, orders: '0', sales: money('0.00') },
      [dayOf(3)]: { sendsCount: 0, clicksCount: 1, uniqueClicksCount: 1, unsubscribesCount: 1 },
      [dayOf(2)]: { clicksCount: 0, orders: '1', sales: money('50.00') },
    });
    expect(Object.keys(activities()[0]?.[1][dayOf(4)] ?? {})).not.toContain('failsCount');
    expect(await loadSharing(shop.id)).toMatchObject({ marketingFailure: null });
  });

  it('is told once, and of a day again where a late refund changed it', async () => {
    await campaign();
    const order = await boughtBy(TAGS, 2);
    await share();
    await told();
    expect(await told()).toEqual([]);
    await db.order.updateMany({ where: { id: order.id }, data: { valueMinor: 2_000n } });
    await attributeOrders(shop.id, [order.id], new Date());
    await rollUpAll(shop);
    expect(await told()).toEqual(['TellDay']);
    expect(activities()[0]?.[1]).toMatchObject({ [dayOf(2)]: { sales: { amount: '20.00' } } });
    await db.touch.deleteMany();
    await attributeOrders(shop.id, [order.id], new Date());
    await rollUpAll(shop);
    await told();
    expect(activities()[0]?.[1]).toMatchObject({ [dayOf(2)]: { orders: '0', sales: { amount: '0.00' } } });
  });

  it('is not told of today, which is not over', async () => {
    await campaign();
    await boughtBy(TAGS, 0);
    await share();
    await told();
    expect(Object.keys(activities()[0]?.[1] ?? {})).toEqual([dayOf(4)]);
  });

  it('is one activity where several share their tags, since Shopify takes tags once', async () => {
    const first = await campaign();
    await campaign('Winter mugs again');
    await share();
    await told();
    expect(platform.state.activities).toMatchObject([
      { remoteId: first.version.publicId, title: 'Winter mugs again and 1 more' },
    ]);
    expect(activities()[0]?.[1]).toMatchObject({ [dayOf(4)]: { sendsCount: 2 } });
    expect(await told()).toEqual([]);
  });

  it('is told by a new name where the merchant gave one', async () => {
    const { campaign: own } = await campaign();
    await share();
    await told();
    await db.campaign.updateMany({ where: { id: own.id }, data: { name: 'Mugs for winter' } });
    expect(await told()).toEqual(['UpsertActivity']);
    expect(activities()[0]?.[0]).toBe('Mugs for winter');
  });

  it('is told nobody until the shop turns it on, and taken back where it turns it off', async () => {
    await campaign();
    expect(await told()).toEqual([]);
    await share();
    await told();
    expect(platform.state.activities).toHaveLength(1);
    await share(false);
    expect(await told()).toEqual(['DeleteActivity']);
    expect(platform.state.activities).toEqual([]);
    expect(await told()).toEqual([]);
  });
});

describe('where Shopify does not take it', () => {
  it('one activity whose tags another app has is refused, and the others are told', async () => {
    await campaign();
    await campaign('Spring cups', 'spring_cups');
    const theirs = { id: 1n, remoteId: 'theirs', title: 'Theirs', status: 'ACTIVE', channel: 'EMAIL' };
    platform.state.activities.push({ ...theirs, tactic: 'AD', utm: TAGS, days: new Map() });
    await share();
    await told();
    expect(activities().map(([title]) => title)).toEqual(['Theirs', 'Spring cups']);
    expect(await activityStates(shop.id, 5)).toEqual({
      told: 1,
      refused: [{ title: 'Winter mugs', failure: 'marketing_activity_with_utm_campaign_already_exists' }],
    });
    platform.state.activities.shift();
    await told();
    expect(await activityStates(shop.id, 5)).toEqual({ told: 2, refused: [] });
  });

  it('an activity that was deleted there is made anew', async () => {
    await campaign();
    await share();
    await told();
    platform.state.activities.length = 0;
    await boughtBy(TAGS, 2);
    await told();
    await told();
    expect(activities()[0]?.[1]).toMatchObject({
      [dayOf(4)]: { sendsCount: 1 },
      [dayOf(2)]: { orders: '1' },
    });
  });

  it('all waits an hour for access, and the reason is kept', async () => {
    await campaign();
    platform.state.changeScopes(['read_orders']);
    expect(await share()).toEqual({ ok: false, reason: 'no_access' });
    platform.state.changeScopes(SCOPES);
    await share();
    platform.state.changeScopes(['read_orders']);
    await told();
    expect(await loadSharing(shop.id)).toMatchObject({ marketing: true, marketingFailure: 'access_denied' });
    platform.state.changeScopes(SCOPES);
    await told();
    expect(await loadSharing(shop.id)).toMatchObject({ marketingFailure: null });
    expect(platform.state.activities).toHaveLength(1);
  });
});

describe('an uninstall', () => {
  it('turns everything off, so that whoever installs the app again chooses anew', async () => {
    await campaign();
    await share();
    await told();
    await db.shopifySharing.updateMany({ data: { orders: true } });
    await db.orderWord.create({ data: { shopId: shop.id, orderId: 1n, written: '{}' } });
    const receivedAt = new Date();
    await unscopedStoreWebhooks([
      {
        shop: shop.id,
        receivedAt,
        webhookId: 'gone',
        topic: 'app/uninstalled',
        apiVersion: '2026-10',
        triggeredAt: receivedAt,
        body: Buffer.from('{}'),
        ignored: null,
      },
    ]);
    await ingestWebhook({ shopId: shop.id, receivedAt: receivedAt.toISOString(), webhookId: 'gone' });
    expect(await loadSharing(shop.id)).toMatchObject({ orders: false, marketing: false });
    expect(await activityStates(shop.id, 1)).toEqual({ told: 0, refused: [] });
    expect(await db.orderWord.count({ where: { shopId: shop.id } })).toBe(0);
  });
});

describe('the time of telling', () => {
  const jobs = async () => {
    const { rows } = await pool.query<{ key: string }>(
      `SELECT key FROM graphile_worker.jobs WHERE task_identifier = 'tell-marketing' AND key = $1`,
      [`marketing:${shop.id}`],
    );
    return rows.map(({ key }) => key);
  };
  const due = async () => {
    await pool.query(`SELECT graphile_worker.remove_job('marketing:${shop.id}')`);
    return (await db.shopifySharing.findFirstOrThrow({ where: { shopId: shop.id } })).marketingNextAt;
  };

  it('is at once where it is turned on, then two in the night of the shop, for as long as it is on', async () => {
    await db.shop.updateMany({ data: { timeZone: 'America/New_York' } });
    await share();
    expect(await jobs()).toEqual([`marketing:${shop.id}`]);
    await told();
    const next = await due();
    expect(next?.toLocaleTimeString('en-GB', { timeZone: 'America/New_York' })).toBe('02:00:00');
    await unscopedAskForMarketing(new Date((next?.getTime() ?? 0) - 1));
    expect(await jobs()).toEqual([]);
    await unscopedAskForMarketing(next ?? new Date());
    expect(await jobs()).toEqual([`marketing:${shop.id}`]);
    await share(false);
    await told();
    expect(await due()).toBeNull();
  });
});

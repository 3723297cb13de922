import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUCKETS } from '~/attribution/bucket';
import { db } from '~/db.server';
import { intake } from '~/intake/app';
import { SUBSCRIBED_TOPICS, type SubscribedTopic } from '~/shopify/topics';
import { workOff } from '#test/support/backlog.ts';
import { signedWebhook } from '#test/support/intake-factory.ts';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';
import { decideAll } from '#test/support/reconciliation-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';
import { hasWebhookSchemas, mistakesOf, sampleOf } from '#test/support/webhook-schemas.ts';

let platform: LocalPlatform;
beforeAll(async () => {
  platform = await startLocalPlatform();
  await platform.signIn();
});
afterAll(() => platform.stop());

const topics = hasWebhookSchemas ? SUBSCRIBED_TOPICS : [];
/** What a sample cannot lead to: Shopify does not have its order, or its customer never was written to. */
const REASON: Partial<Record<SubscribedTopic, string>> = {
  'orders/edited': 'order_gone',
  'customers_email_marketing_consent/update': 'not_a_contact',
  'customers_marketing_consent/update': 'not_a_contact',
  'customers_whats_app_marketing_consent/update': 'not_a_contact',
};
/** Where the published samples are not what their own schemas say: null of a checkout, where something is meant to stand. */
const NULL_IN_SAMPLE: Partial<Record<SubscribedTopic, RegExp>> = {
  'checkouts/create': /^\/(?:line_items\/\d+\/properties|total_duties) must /,
  'checkouts/update': /^\/(?:line_items\/\d+\/properties|total_duties) must /,
};
const TELLS_AN_ORDER = /^orders\/(?:create|updated|paid|cancelled)$/;

describe('the documented sample of each subscribed topic', () => {
  it.for(topics)('%s is what its published schema says, and is ingested', async (topic) => {
    const body = sampleOf(topic);
    const known = NULL_IN_SAMPLE[topic];
    expect(mistakesOf(topic, body).filter((mistake) => !known?.test(mistake))).toEqual([]);
    // An erasure is only for a shop that is gone; an edit is asked back for.
    const domain = topic === 'orders/edited' ? { domain: platform.state.shop.domain } : {};
    const shop = await makeShop({ ...domain, uninstalledAt: topic === 'shop/redact' ? new Date() : null });
    const response = await intake.request('/webhooks', signedWebhook(shop.domain, { topic, body }));
    expect([response.status, response.headers.get('X-Sales-Trail')]).toEqual([200, 'stored']);
    await workOff();

    const own = { where: { shopId: shop.id } };
    if (topic === 'shop/redact') {
      expect(await db.shop.count({ where: { id: shop.id } })).toBe(0);
      return;
    }
    const reason = REASON[topic] ?? null;
    const state = reason ? 'ignored' : 'done';
    expect(await db.webhookReceipt.findMany(own)).toMatchObject([{ state, reason }]);
    if (!TELLS_AN_ORDER.test(topic)) return;
    await decideAll(shop);
    const [standing, ...more] = await db.orderStanding.findMany(own);
    expect(more).toEqual([]);
    expect(BUCKETS).toContain(standing?.bucket);
  });

  it('was there for every one of them', () => {
    console.log(`conformance: ${topics.length} samples of subscribed topics`);
    expect(topics.length > 0).toBe(hasWebhookSchemas);
  });
});

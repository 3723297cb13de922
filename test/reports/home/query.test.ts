import { describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { saveProvider } from '~/channels/provider-store.server';
import { db } from '~/db.server';
import { homeReport as home } from '~/reports/home/query.server';
import {
  before,
  makeCheckout,
  makeDelivery,
  makeJourney,
  makeOrder,
  makeSentMessage,
  PLACED_AT,
  tags,
} from '#test/support/attribution-factory';
import { SENDER, twilioCredentials } from '#test/support/phone-providers.ts';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';

/** With the sums as a worker would have made them by then. */
const homeReport: typeof home = async (shop, now) => {
  await rollUpAll(shop);
  return home(shop, now);
};

const done = (view: Awaited<ReturnType<typeof home>>) =>
  view.setUp.map(({ step, done: isDone }) => [step, isDone]);

describe('the home page', () => {
  it('guides a new shop through what is missing', async () => {
    const shop = await makeShop({ pixelError: 'access_denied' });
    const view = await homeReport(shop, PLACED_AT);
    expect(done(view)).toEqual([
      ['pixel', false],
      ['webhooks', false],
      ['sender', true],
      ['first_message', false],
    ]);
    expect(view.setUp[0]?.detail).toContain('access_denied');
    expect(view).toMatchObject({
      setUpDone: false,
      creditedRevenue: { value: '€0.00', change: null },
      creditedShare: { value: null },
      conversionRate: { value: null },
      bestMessages: [],
      health: { lastWebhook: null, lastPixelEvent: null, pendingOrders: 0, withoutConsent: null },
    });
  });

  it('shows the last 30 days of a running shop beside the 30 before', async () => {
    const shop = await makeShop({
      pixelId: 'gid://shopify/WebPixel/1',
      lastWebhookAt: PLACED_AT,
      lastPixelAt: PLACED_AT,
    });
    const sent = await makeSentMessage(shop, { sentAt: before({ days: 40 }) });
    await makeDelivery(shop, sent.version, { sentAt: before({ days: 3 }) });
    for (const days of [1, 2, 35]) {
      const order = await makeOrder(shop, { processedAt: before({ days }) });
      await makeCheckout(shop, `checkout-${order.id}`, [
        { at: before({ days, hours: 1 }), utm: tags({ id: sent.version.publicId }) },
      ]);
      await attributeOrders(shop.id, [order.id], PLACED_AT);
    }
    const unseen = await makeOrder(shop, { processedAt: before({ days: 1 }) });
    await makeJourney(shop, unseen.id, 'absent');
    await attributeOrders(shop.id, [unseen.id], PLACED_AT);
    await makeOrder(shop, { processedAt: before({ minutes: 1 }) });

    const view = await homeReport(shop, PLACED_AT);
    expect(view.setUpDone).toBe(true);
    expect(view).toMatchObject({
      creditedRevenue: { value: '€100.00', change: { text: '+100%', before: '€50.00' } },
      creditedOrders: { value: '2' },
      creditedShare: { value: '50%' },
      conversionRate: { value: '200%' },
      bestMessages: [{ campaign: 'Winter mugs', orders: '2', revenue: '€100.00' }],
      health: {
        lastWebhook: '24 Nov 2026, 13:00',
        lastPixelEvent: '24 Nov 2026, 13:00',
        pendingOrders: 1,
        withoutConsent: '25%',
      },
    });
  });

  it('says when the last message was refused', async () => {
    const shop = await makeShop();
    const sent = await makeSentMessage(shop, { sentAt: before({ days: 2 }) });
    await makeDelivery(shop, sent.version, { state: 'failed', sendingAt: before({ days: 1 }) });
    expect(done(await homeReport(shop, PLACED_AT))).toContainEqual(['sender', false]);
    await makeDelivery(shop, sent.version, { sendingAt: before({ hours: 1 }) });
    expect(done(await homeReport(shop, PLACED_AT))).toContainEqual(['sender', true]);
  });

  it('names the channel whose last message failed, and those whose credentials cannot be read', async () => {
    const shop = await makeShop();
    const sender = async () =>
      (await homeReport(shop, PLACED_AT)).setUp.find(({ step }) => step === 'sender');
    const { version } = await makeSentMessage(shop);
    await makeDelivery(shop, version, { state: 'failed', channel: 'sms', sendingAt: PLACED_AT });
    expect(await sender()).toMatchObject({
      done: false,
      detail: expect.stringMatching(/^The last message by SMS failed/) as string,
    });
    const twilio = { sender: SENDER, credentials: twilioCredentials };
    await saveProvider(shop.id, 'whatsapp', twilio, PLACED_AT);
    await db.channelProvider.updateMany({ where: { shopId: shop.id }, data: { sealedCredentials: 'v1.x' } });
    expect(await sender()).toMatchObject({
      done: false,
      inSettings: true,
      detail: expect.stringMatching(/^The stored credentials of WhatsApp cannot be read/) as string,
    });
  });
});

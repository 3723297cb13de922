import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliveryReference, inboxUrl, metaVerifyToken, reportUrl } from '~/channels/callback-token.server';
import { openMetaWhatsApp } from '~/channels/whatsapp/meta.server';
import { channelOf } from '~/channels/channel';
import { providerOf } from '~/channels/provider-of.server';
import { saveProvider } from '~/channels/provider-store.server';
import { type Delivery, db, pool, type Shop } from '~/db.server';
import { env } from '~/env.server';
import { intake } from '~/intake/app';
import { member, NOW } from '#test/support/campaign-factory';
import { sendDue, startCampaign } from '#test/support/delivery-factory';
import {
  metaCredentials,
  type PhoneProviders,
  SENDER,
  startPhoneProviders,
  twilioCredentials,
} from '#test/support/phone-providers.ts';
import { makeShop } from '#test/support/shop-factory';
import { type Listening, listenOn } from '../shopify/listening.ts';

let local: PhoneProviders;
let app: Listening;
let shop: Shop;
/** Every callback as it came in, to be sent again or altered. */
const seen: { url: string; headers: Record<string, string>; body: string; status: number }[] = [];

beforeAll(async () => {
  const door = new Hono().all('*', async (c) => {
    const body = await c.req.raw.clone().text();
    const response = await intake.fetch(c.req.raw, {});
    seen.push({ url: c.req.url, headers: c.req.header(), body, status: response.status });
    return response;
  });
  app = await listenOn(createAdaptorServer({ fetch: door.fetch }) as Server, 0);
  Object.assign(env, { SHOPIFY_APP_URL: app.url });
  local = await startPhoneProviders();
});
afterAll(async () => {
  await local.stop();
  await app.stop();
});
beforeEach(async () => {
  shop = await makeShop();
  seen.length = 0;
  local.phones.faults.clear();
  await saveProvider(shop.id, 'sms', { sender: SENDER, credentials: twilioCredentials }, NOW);
  await saveProvider(shop.id, 'whatsapp', { sender: SENDER, credentials: metaCredentials }, NOW);
});

let people = 2_000;
async function makeDelivery(channel: 'sms' | 'whatsapp') {
  const person = member((people += 1));
  const text = 'Tea: https://shop.test/tea';
  const { deliveries } = await startCampaign(shop, [person], { channel, html: '', text });
  const [delivery] = deliveries;
  if (!delivery || !person.phone) throw new Error('no delivery');
  return { delivery, phone: person.phone };
}
const send = async (delivery: Delivery) =>
  sendDue(delivery, await providerOf(shop.id, channelOf(delivery.channel)));
const now = ({ id }: Delivery) =>
  db.delivery.findUniqueOrThrow({ where: { shopId_id: { shopId: shop.id, id } } });
const contactOf = ({ contactId }: Delivery) =>
  db.contact.findUniqueOrThrow({ where: { shopId_id: { shopId: shop.id, id: contactId } } });
const consentJobs = async () =>
  (
    await pool.query<{ payload: unknown }>(
      `SELECT payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = 'write-consent' AND (payload->>'shopId')::int = $1`,
      [shop.id],
    )
  ).rows.map(({ payload }) => payload);
const SENT_HEADERS = ['content-type', 'x-twilio-signature', 'x-hub-signature-256'];
const again = (
  { url, headers, body }: Pick<(typeof seen)[number], 'url' | 'headers' | 'body'>,
  some: { body?: string; headers?: Record<string, string> } = {},
) =>
  fetch(url, {
    method: 'POST',
    headers: {
      ...Object.fromEntries(Object.entries(headers).filter(([name]) => SENT_HEADERS.includes(name))),
      ...some.headers,
    },
    body: some.body ?? body,
  });

describe('a report of Twilio', () => {
  it('moves the delivery as far as it went', async () => {
    const { delivery } = await makeDelivery('sms');
    await send(delivery);
    await local.phones.settled();
    expect(seen.map(({ status }) => status)).toEqual([204, 204]);
    const { deliveredAt, ...row } = await now(delivery);
    expect(row).toMatchObject({ state: 'delivered', reason: null, readAt: null });
    expect(deliveredAt).toBeInstanceOf(Date);
    const [first, last] = seen;
    for (const call of [last, first, last]) expect(call && (await again(call)).status).toBe(204);
    expect(await now(delivery)).toEqual({ ...row, deliveredAt });
  });

  it('that a message taken before has failed says so, with the provider’s error', async () => {
    const { delivery, phone } = await makeDelivery('sms');
    local.phones.faults.set(phone, { kind: 'lie', code: 30_003 });
    await send(delivery);
    await local.phones.settled();
    expect(await now(delivery)).toMatchObject({ state: 'failed', reason: 'failed, Twilio error 30003' });
  });

  it('tells what became of a message whose sending was interrupted', async () => {
    const { delivery, phone } = await makeDelivery('sms');
    local.phones.faults.set(phone, { kind: 'lose_connection', times: 1 });
    expect(await send(delivery)).toMatchObject({ state: 'unknown' });
    await local.phones.settled();
    expect(await now(delivery)).toMatchObject({
      state: 'delivered',
      providerMessageId: local.phones.state.phoneMessages.find(({ to }) => to === phone)?.id,
    });
  });

  it('given twice is taken once', async () => {
    const { delivery, phone } = await makeDelivery('sms');
    local.phones.faults.set(phone, { kind: 'report_twice' });
    await send(delivery);
    await local.phones.settled();
    expect(seen.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    expect(await now(delivery)).toMatchObject({ state: 'delivered' });
  });

  it('that is not signed, signed for another address or altered is turned away', async () => {
    const [{ delivery }, other] = [await makeDelivery('sms'), await makeDelivery('sms')];
    await send(delivery);
    await local.phones.settled();
    const call = seen[1];
    if (!call) throw new Error('no report');
    const elsewhere = reportUrl(deliveryReference(shop.id, other.delivery.id));
    expect((await again(call, { headers: { 'x-twilio-signature': '' } })).status).toBe(404);
    expect((await again({ ...call, url: elsewhere })).status).toBe(404);
    expect((await again(call, { body: call.body.replace('delivered', 'failed') })).status).toBe(404);
    expect((await again({ ...call, url: `${app.url}/callbacks/twilio/status/forged` })).status).toBe(404);
    expect(await now(other.delivery)).toMatchObject({ state: 'queued' });
    expect(await now(delivery)).toMatchObject({ state: 'delivered' });
  });
});

describe('a reply by SMS', () => {
  const reply = (
    from: string,
    text: string,
    some: { optOut?: 'STOP' | 'START' | 'HELP'; id?: string } = {},
  ) => local.twilio.reply(inboxUrl('twilio', shop.id, 'sms'), { from, to: SENDER, text, ...some });

  it('of STOP withdraws the consent to SMS alone, and has Shopify told', async () => {
    const { delivery, phone } = await makeDelivery('sms');
    await send(delivery);
    expect(await reply(phone, 'Stop.')).toBe(200);
    expect(await contactOf(delivery)).toMatchObject({
      smsConsent: 'unsubscribed',
      emailConsent: 'subscribed',
      whatsappConsent: 'subscribed',
    });
    expect((await now(delivery)).unsubscribedAt).toBeInstanceOf(Date);
    expect(await consentJobs()).toMatchObject([{ channel: 'sms', consent: 'unsubscribed' }]);
    expect(await reply(phone, 'START')).toBe(200);
    expect(await contactOf(delivery)).toMatchObject({ smsConsent: 'subscribed' });
    expect(await consentJobs()).toMatchObject([{ channel: 'sms', consent: 'subscribed' }]);
  });

  it('that Twilio itself took for STOP counts, whatever the words', async () => {
    const { delivery, phone } = await makeDelivery('sms');
    await reply(phone, 'genug davon', { optOut: 'STOP' });
    expect(await contactOf(delivery)).toMatchObject({ smsConsent: 'unsubscribed' });
  });

  it('of START gives nothing that was never given', async () => {
    const { delivery, phone } = await makeDelivery('sms');
    await db.contact.updateMany({ where: { shopId: shop.id }, data: { smsConsent: 'not_subscribed' } });
    await reply(phone, 'START');
    expect(await contactOf(delivery)).toMatchObject({ smsConsent: 'not_subscribed' });
  });

  it('of anything else is counted once, and its words are kept nowhere', async () => {
    const { delivery, phone } = await makeDelivery('sms');
    await send(delivery);
    for (const id of ['SM1', 'SM1', 'SM2']) await reply(phone, 'Do you have quillfeathers?', { id });
    expect(await now(delivery)).toMatchObject({ replies: 2, unsubscribedAt: null });
    expect(await contactOf(delivery)).toMatchObject({ smsConsent: 'subscribed' });
    expect(await reply('+491719999999', 'STOP')).toBe(200);
  });

  it('with another account’s signature is turned away', async () => {
    const { delivery, phone } = await makeDelivery('sms');
    const credentials = { ...twilioCredentials, authToken: 'another' };
    await saveProvider(shop.id, 'sms', { sender: SENDER, credentials }, NOW);
    expect(await reply(phone, 'STOP')).toBe(404);
    expect(await contactOf(delivery)).toMatchObject({ smsConsent: 'subscribed' });
  });
});

describe('a callback of Meta', () => {
  const subscribe = () =>
    local.meta.subscribe(inboxUrl('meta', shop.id, 'whatsapp'), metaVerifyToken(shop.id));

  it('is taken once the address has proved to be ours, and moves the delivery', async () => {
    expect(await local.meta.subscribe(inboxUrl('meta', shop.id, 'whatsapp'), 'guessed')).toBe(false);
    expect(await subscribe()).toBe(true);
    const { delivery } = await makeDelivery('whatsapp');
    await send(delivery);
    await local.phones.settled();
    const { readAt, ...row } = await now(delivery);
    expect(row).toMatchObject({ state: 'delivered', reason: null });
    expect(readAt).toBeInstanceOf(Date);
  });

  it('of STOP withdraws the consent to WhatsApp alone', async () => {
    await subscribe();
    const { delivery, phone } = await makeDelivery('whatsapp');
    expect(await local.meta.reply({ from: phone, text: 'STOP' })).toBe(200);
    expect(await contactOf(delivery)).toMatchObject({
      whatsappConsent: 'unsubscribed',
      smsConsent: 'subscribed',
    });
    expect(await consentJobs()).toMatchObject([{ channel: 'whatsapp', consent: 'unsubscribed' }]);
  });

  it('that was altered is turned away; one of another shop’s message is passed over', async () => {
    await subscribe();
    const other = await makeShop();
    const { delivery, phone } = await makeDelivery('whatsapp');
    const message = { kind: 'session' as const, to: phone, text: 'Hi' };
    const reference = deliveryReference(other.id, delivery.id);
    await openMetaWhatsApp(metaCredentials, SENDER).send({ ...message, reference });
    await local.phones.settled();
    expect(await now(delivery)).toMatchObject({ state: 'queued' });
    const call = seen.at(-1);
    if (!call) throw new Error('no callback');
    expect(call.status).toBe(200);
    expect((await again(call, { body: call.body.replace('read', 'sent') })).status).toBe(404);
    expect((await again(call, { headers: { 'x-hub-signature-256': 'sha256=00' } })).status).toBe(404);
  });
});

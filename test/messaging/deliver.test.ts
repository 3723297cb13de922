import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mailToken, readMailToken } from '~/channels/callback-token.server';
import { openSmtp, type Smtp } from '~/channels/email/smtp.server';
import { channelOf } from '~/channels/channel';
import { providerOf } from '~/channels/provider-of.server';
import { deleteProvider, saveProvider } from '~/channels/provider-store.server';
import { addressHash } from '~/contacts/address-hash.server';
import { redactContact, saveContacts, withdrawConsent } from '~/contacts/contact-store.server';
import { type Delivery, db, type Shop } from '~/db.server';
import { MAX_ATTEMPTS, waitAfter } from '~/messaging/delivery';
import {
  claimDeliveries,
  unscopedInterruptDeliveries,
  unscopedSettleDeliveries,
} from '~/messaging/delivery-store.server';
import { readLinkToken, readUnsubscribeToken } from '~/tracking/link-token.server';
import { member, NOW } from '#test/support/campaign-factory';
import { MUCH_LATER, sendDue, startCampaign } from '#test/support/delivery-factory';
import { type MailServer, startMailServer } from '#test/support/mail-server';
import {
  type PhoneProviders,
  SENDER,
  startPhoneProviders,
  twilioCredentials,
} from '#test/support/phone-providers.ts';
import { makeShop } from '#test/support/shop-factory';

let server: MailServer;
let smtp: Smtp;
let local: PhoneProviders;
let shop: Shop;
beforeAll(async () => {
  server = await startMailServer();
  smtp = openSmtp(server.url, 'news@shop.test');
  local = await startPhoneProviders();
});
afterAll(async () => {
  smtp.close();
  await local.stop();
  await server.stop();
});
beforeEach(async () => {
  shop = await makeShop();
});

/** A queued delivery to one contact, whose address is of this test alone. */
let people = 0;
async function makeDelivery(some: Parameters<typeof startCampaign>[2] = {}) {
  const person = member((people += 1));
  const { deliveries } = await startCampaign(shop, [person], some);
  const [delivery] = deliveries;
  if (!delivery) throw new Error('no delivery');
  return { delivery, address: person.email ?? '', person };
}
const now = ({ id }: Delivery) =>
  db.delivery.findUniqueOrThrow({ where: { shopId_id: { shopId: shop.id, id } } });
const mailsTo = (address: string) =>
  server.mails.filter((mail) => [mail.to].flat()[0]?.value[0]?.address === address);
const send = (delivery: Delivery, at = MUCH_LATER) => sendDue(delivery, smtp, at);
const claim = ({ versionId }: Delivery, heldBy = 'sender-dead') =>
  claimDeliveries(shop.id, versionId, 10, heldBy, MUCH_LATER);

describe('a delivery', () => {
  it('goes out with every link wrapped for this contact, and the headers of one-click unsubscribing', async () => {
    const { delivery, address } = await makeDelivery();
    expect(await send(delivery)).toMatchObject({ state: 'sent' });
    expect(await now(delivery)).toMatchObject({
      state: 'sent',
      sentAt: MUCH_LATER,
      attempts: 1,
      reason: null,
    });

    const [mail] = mailsTo(address);
    expect(mail?.from?.value).toEqual([{ name: 'Café Größe', address: 'news@shop.test' }]);
    const urls = [...(mail?.html || '').matchAll(/href="([^"]+)"/g)].map((match) => match[1] ?? '');
    const [tea, mugs, unsubscribe] = urls;
    expect(urls).toHaveLength(3);
    for (const [position, url] of [tea, mugs].entries()) {
      expect(url).toMatch(/^http:\/\/app\.test\/l\//);
      expect(readLinkToken(url?.split('/l/')[1] ?? '')).toEqual({
        shop: shop.id,
        deliveryId: delivery.id,
        versionId: delivery.versionId,
        position,
      });
    }
    expect(readUnsubscribeToken(unsubscribe?.split('/u/')[1] ?? '')).toEqual({
      shop: shop.id,
      deliveryId: delivery.id,
    });
    expect(mail?.text).not.toContain('https://shop.test');
    const headers = mail?.headerLines.map(({ line }) => line.replace(/\s+/g, ' '));
    expect(headers).toContain(`List-Unsubscribe: <${unsubscribe}>`);
    expect(headers).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  });

  it('has a message id of its own, made of what never changes', async () => {
    const { delivery, address } = await makeDelivery();
    await send(delivery);
    const token = mailToken(shop.id, delivery.id, addressHash(shop.id, 'email', address));
    expect(readMailToken(token)).toMatchObject({ shop: shop.id, deliveryId: delivery.id });
    expect(mailsTo(address).map((mail) => mail.messageId)).toEqual([`<${token}@shop.test>`]);
    expect(mailsTo(address)[0]?.headers.get('x-sales-trail-delivery')).toBe(token);
  });

  it('that the server refuses has failed, in the server’s words without the address', async () => {
    const { delivery, address } = await makeDelivery();
    server.fault(address, 'reject');
    expect(await send(delivery)).toMatchObject({ state: 'failed' });
    const { reason } = await now(delivery);
    expect(reason).toContain('550 5.1.1 <the recipient> has no mailbox here');
    expect(reason).not.toContain(address);
  });

  it('that the server puts off waits, goes out later, and is one mail', async () => {
    const { delivery, address } = await makeDelivery();
    server.fault(address, 'busy');
    expect(await send(delivery, NOW)).toMatchObject({ state: 'queued' });
    const dueAt = new Date(NOW.getTime() + waitAfter(1));
    expect(await now(delivery)).toMatchObject({ state: 'queued', attempts: 1, dueAt });
    server.fault(address, undefined);
    expect(await send(delivery, new Date(dueAt.getTime() - 1))).toBeUndefined();
    expect(await send(delivery, dueAt)).toMatchObject({ state: 'sent' });
    expect(await now(delivery)).toMatchObject({ state: 'sent', attempts: 2, reason: null });
    expect(mailsTo(address)).toHaveLength(1);
  });

  it('that is put off for ever fails in the end', async () => {
    const { delivery, address } = await makeDelivery();
    server.fault(address, 'busy');
    const states = [];
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      states.push((await send(delivery, new Date(NOW.getTime() + attempt * 86_400_000)))?.state);
    }
    expect(states).toEqual([...Array<string>(MAX_ATTEMPTS - 1).fill('queued'), 'failed']);
    expect((await now(delivery)).reason).toContain('Greylisted');
  });

  it('whose connection broke under way is unknown, and never sent again', async () => {
    const { delivery, address } = await makeDelivery();
    server.fault(address, 'drop_after_data');
    expect(await send(delivery)).toMatchObject({ state: 'unknown' });
    server.fault(address, undefined);
    expect(await send(delivery)).toBeUndefined();
    expect(await now(delivery)).toMatchObject({ state: 'unknown', reason: 'interrupted', attempts: 1 });
    expect(mailsTo(address)).toEqual([]);
  });

  it('that a dead worker had in hand was interrupted: unknown, and never sent again', async () => {
    const { delivery, address } = await makeDelivery();
    await claim(delivery);
    await unscopedInterruptDeliveries();
    expect(await now(delivery)).toMatchObject({ state: 'unknown', reason: 'interrupted', heldBy: null });
    expect(await send(delivery)).toBeUndefined();
    expect(mailsTo(address)).toEqual([]);
  });

  it('that a living worker has in hand is left to it', async () => {
    const { delivery } = await makeDelivery();
    await db.workerProcess.create({ data: { workerId: 'sender-alive', lockKey: 1n } });
    await claim(delivery, 'sender-alive');
    await unscopedInterruptDeliveries();
    expect(await now(delivery)).toMatchObject({ state: 'sending', heldBy: 'sender-alive' });
  });

  it('that turns out to have been taken after all is sent, not unknown', async () => {
    const { delivery } = await makeDelivery();
    const [claimed] = await claim(delivery);
    if (!claimed) throw new Error('not claimed');
    await unscopedInterruptDeliveries();
    const late = { state: 'sent', providerMessageId: 'late' } as const;
    await unscopedSettleDeliveries([{ delivery: claimed, settlement: late }], NOW);
    const stray = { state: 'queued', reason: 'stray', waitMs: 0 } as const;
    await unscopedSettleDeliveries([{ delivery: claimed, settlement: stray }], NOW);
    expect(await now(delivery)).toMatchObject({ state: 'sent', providerMessageId: 'late' });
  });

  it('is one mail, however many workers take it at once', async () => {
    const { delivery, address } = await makeDelivery();
    await Promise.all(Array.from({ length: 8 }, () => send(delivery)));
    expect(mailsTo(address)).toHaveLength(1);
    expect(await now(delivery)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('once sent, is not sent again', async () => {
    const { delivery, address } = await makeDelivery();
    expect(await send(delivery)).toMatchObject({ state: 'sent' });
    for (let time = 0; time < 3; time += 1) expect(await send(delivery)).toBeUndefined();
    expect(mailsTo(address)).toHaveLength(1);
  });

  it('that cannot be put together has failed alone, and says so', async () => {
    const { delivery } = await makeDelivery();
    await expect(
      sendDue(delivery, { ...smtp, send: () => Promise.reject(new Error('a surprise')) }),
    ).resolves.toMatchObject({
      state: 'failed',
      reason: 'not_composed',
    });
  });
});

describe('between queueing and sending', () => {
  it('a withdrawn consent keeps the mail back', async () => {
    const { delivery, address } = await makeDelivery();
    await withdrawConsent(shop.id, delivery.contactId, 'email', NOW);
    expect(await send(delivery)).toMatchObject({ state: 'skipped' });
    expect(await now(delivery)).toMatchObject({ state: 'skipped', reason: 'no_consent' });
    expect(mailsTo(address)).toEqual([]);
  });

  it('a new address is where the mail goes', async () => {
    const { delivery, person } = await makeDelivery();
    await saveContacts(shop.id, [{ ...person, email: 'new.place@mail.test' }], NOW);
    await send(delivery);
    expect(mailsTo('new.place@mail.test')).toHaveLength(1);
  });

  it('a contact who was erased keeps the mail back', async () => {
    const { delivery, address, person } = await makeDelivery();
    await db.$transaction((tx) => redactContact(shop.id, person.shopifyId, NOW, tx));
    expect(await send(delivery)).toMatchObject({ state: 'skipped' });
    expect(await now(delivery)).toMatchObject({ state: 'skipped', reason: 'redacted' });
    expect(mailsTo(address)).toEqual([]);
  });

  it('an uninstalled app keeps the mail back', async () => {
    const { delivery, address } = await makeDelivery();
    await db.shop.update({ where: { id: shop.id }, data: { uninstalledAt: NOW } });
    expect(await send(delivery)).toMatchObject({ state: 'skipped' });
    expect(await now(delivery)).toMatchObject({ reason: 'shop_uninstalled' });
    expect(mailsTo(address)).toEqual([]);
  });

  it('another shop’s delivery of the same number is not touched', async () => {
    const { delivery } = await makeDelivery();
    const other = await makeShop();
    expect(await claimDeliveries(other.id, delivery.versionId, 10, 'sender', MUCH_LATER)).toEqual([]);
    expect(await now(delivery)).toMatchObject({ state: 'queued' });
  });
});

describe('a message of text alone', () => {
  it('goes out as text, its link wrapped', async () => {
    const { delivery, address } = await makeDelivery({ html: '', text: 'Tea: https://shop.test/tea' });
    await send(delivery);
    const [mail] = mailsTo(address);
    expect(mail?.html).toBe(false);
    expect(mail?.text).toMatch(/^Tea: http:\/\/app\.test\/l\//);
  });
});

describe('a delivery on the phone', () => {
  const text = 'Hi {{ first_name }}, tea: https://shop.test/tea and https://example.org/';
  const connect = (channel: 'sms' | 'whatsapp' | 'voice') =>
    saveProvider(shop.id, channel, { sender: SENDER, credentials: twilioCredentials }, NOW);
  const sendByPhone = async (delivery: Delivery) =>
    sendDue(delivery, await providerOf(shop.id, channelOf(delivery.channel)));
  const arrivedAt = (phone: string | null) =>
    local.phones.state.phoneMessages.filter(({ to }) => to === phone);

  it('goes out as an SMS with short tracked links and how to stop it', async () => {
    await connect('sms');
    const { delivery, person } = await makeDelivery({ channel: 'sms', html: '', text });
    expect(await sendByPhone(delivery)).toMatchObject({ state: 'sent' });
    const [sms] = arrivedAt(person.phone);
    expect(sms?.text).toMatch(
      /^Hi Ada \d+, tea: https?:\/\/\S+\/l\/[\w-]+ and https?:\/\/\S+\/l\/[\w-]+\nReply STOP to opt out$/,
    );
    const token = /\/l\/([\w-]+)/.exec(sms?.text ?? '')?.[1] ?? '';
    expect(readLinkToken(token)).toMatchObject({ deliveryId: delivery.id, position: 0 });
    expect(await now(delivery)).toMatchObject({ state: 'sent', providerMessageId: sms?.id });
  });

  it('is read out as a call, its addresses as they were written', async () => {
    await connect('voice');
    const some = { channel: 'voice' as const, html: '', text, trackSales: false };
    const { delivery, person } = await makeDelivery(some);
    expect(await sendByPhone(delivery)).toMatchObject({ state: 'sent' });
    expect(arrivedAt(person.phone)).toMatchObject([
      {
        channel: 'voice',
        text: `Hi ${person.firstName}, tea: https://shop.test/tea and https://example.org/`,
      },
    ]);
  });

  it('waits where the provider was disconnected meanwhile, and says so', async () => {
    await connect('sms');
    const { delivery } = await makeDelivery({ channel: 'sms', html: '', text });
    await deleteProvider(shop.id, 'sms');
    expect(await sendByPhone(delivery)).toMatchObject({ state: 'queued' });
    expect(await now(delivery)).toMatchObject({ reason: 'channel_not_connected' });
  });

  it('is skipped where the consent to SMS was withdrawn, whatever that to e-mail is', async () => {
    await connect('sms');
    const { delivery } = await makeDelivery({ channel: 'sms', html: '', text });
    await withdrawConsent(shop.id, delivery.contactId, 'sms', NOW);
    expect(await sendByPhone(delivery)).toMatchObject({ state: 'skipped' });
    expect(await now(delivery)).toMatchObject({ reason: 'no_consent' });
  });

  it('that is refused keeps the number with the contact alone', async () => {
    await connect('sms');
    const { delivery, person } = await makeDelivery({ channel: 'sms', html: '', text });
    const message = `Message cannot be sent to ${person.phone?.slice(1)}`;
    local.phones.faults.set(person.phone ?? '', { kind: 'refuse', code: 21_614, message });
    expect(await sendByPhone(delivery)).toMatchObject({ state: 'failed' });
    expect((await now(delivery)).reason).toBe('21614 Message cannot be sent to the recipient');
  });
});

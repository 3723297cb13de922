import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deleteProvider,
  listProviders,
  loadProvider,
  saveProvider,
  unreadableChannels,
} from '~/channels/provider-store.server';
import { connectedChannels, providerOf } from '~/channels/provider-of.server';
import { db } from '~/db.server';
import { env } from '~/env.server';
import { NOW } from '#test/support/campaign-factory';
import { startMailServer } from '#test/support/mail-server.ts';
import {
  type PhoneProviders,
  SENDER,
  startPhoneProviders,
  twilioCredentials,
} from '#test/support/phone-providers.ts';
import { makeShop } from '#test/support/shop-factory';

let local: PhoneProviders;
beforeAll(async () => {
  local = await startPhoneProviders();
});
afterAll(() => local.stop());

const sms = { to: '+491713920001', text: 'Hello', reference: '' };
const connect = { sender: SENDER, credentials: twilioCredentials };

describe('a connected provider', () => {
  it('is kept sealed, and shown without its credentials', async () => {
    const shop = await makeShop();
    await saveProvider(shop.id, 'sms', connect, NOW);
    const shown = await listProviders(shop.id);
    expect(shown).toEqual([
      {
        channel: 'sms',
        provider: 'twilio',
        sender: SENDER,
        hint: 'Account …0000',
        connectedAt: NOW,
        lastError: null,
        lastErrorAt: null,
      },
    ]);
    const row = await db.channelProvider.findFirstOrThrow({ where: { shopId: shop.id } });
    expect(JSON.stringify({ ...row, shown })).not.toContain(twilioCredentials.authToken);
    expect((await loadProvider(shop.id, 'sms'))?.credentials).toEqual(twilioCredentials);
  });

  it('is the shop’s own, until it is disconnected', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    await saveProvider(shop.id, 'sms', connect, NOW);
    expect(await connectedChannels(shop.id)).toEqual(['email', 'sms']);
    expect(await connectedChannels(other.id)).toEqual(['email']);
    expect(await providerOf(other.id, 'sms')).toBeUndefined();
    expect(await deleteProvider(other.id, 'sms')).toBe(false);
    expect(await (await providerOf(shop.id, 'sms'))?.send(sms)).toMatchObject({ outcome: 'accepted' });
    expect(await deleteProvider(shop.id, 'sms')).toBe(true);
    expect(await providerOf(shop.id, 'sms')).toBeUndefined();
  });

  it('says why its account is refused, until it takes a message again', async () => {
    const shop = await makeShop();
    await saveProvider(shop.id, 'sms', connect, NOW);
    const error = async () => (await listProviders(shop.id))[0]?.lastError;
    local.twilio.revoked = true;
    await (await providerOf(shop.id, 'sms'))?.send(sms);
    expect(await error()).toMatch(/Authenticate/);
    local.twilio.revoked = false;
    local.phones.faults.set(sms.to, { kind: 'throttle', times: 1 });
    await (await providerOf(shop.id, 'sms'))?.send(sms);
    expect(await error()).toMatch(/Authenticate/);
    await (await providerOf(shop.id, 'sms'))?.send(sms);
    expect(await error()).toBeNull();
  });

  it('for e-mail is the app’s own server, or the shop’s where it has one', async () => {
    const shop = await makeShop();
    expect((await providerOf(shop.id, 'email'))?.sender).toBe(env.MAIL_FROM);
    const server = await startMailServer();
    const credentials = {
      provider: 'smtp' as const,
      host: '127.0.0.1',
      port: Number(new URL(server.url).port),
      secure: false,
      user: '',
      password: '',
    };
    await saveProvider(shop.id, 'email', { sender: 'hello@tea.test', credentials }, NOW);
    const provider = await providerOf(shop.id, 'email');
    expect(provider?.sender).toBe('hello@tea.test');
    const sent = await provider?.send({
      from: { name: 'Tea', address: 'hello@tea.test' },
      to: 'ada@mail.test',
      subject: 'Hi',
      html: '',
      text: 'Hi',
      messageId: '1@tea.test',
      headers: {},
    });
    expect(sent).toMatchObject({ outcome: 'accepted' });
    expect(server.mails).toHaveLength(1);
    await server.stop();
  });

  it('whose credentials were sealed with another key takes nothing, and is no channel to send on', async () => {
    const shop = await makeShop();
    const twilio = { sender: SENDER, credentials: twilioCredentials };
    await saveProvider(shop.id, 'sms', twilio, NOW);
    await db.channelProvider.updateMany({ where: { shopId: shop.id }, data: { sealedCredentials: 'v1.x' } });
    const provider = await providerOf(shop.id, 'sms');
    expect(await provider?.send({ to: SENDER, text: 'Hi', reference: '' })).toEqual({
      outcome: 'denied',
      reason: 'credentials_unreadable',
    });
    expect(await connectedChannels(shop.id)).toEqual(['email']);
    expect(await unreadableChannels(shop.id)).toEqual(['sms']);
    await saveProvider(shop.id, 'sms', twilio, NOW);
    expect(await connectedChannels(shop.id)).toEqual(['email', 'sms']);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveContent } from '~/campaigns/campaign-store.server';
import type { Channel } from '~/channels/channel';
import { deleteProvider, saveProvider } from '~/channels/provider-store.server';
import { db } from '~/db.server';
import { intake } from '~/intake/app';
import { fitted } from '~/messaging/whatsapp-template';
import { action } from '~/routes/app.campaigns.$id.test-message';
import { makeCampaign, NOW } from '#test/support/campaign-factory.ts';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';
import {
  metaCredentials,
  type PhoneProviders,
  SENDER,
  startPhoneProviders,
  twilioCredentials,
} from '#test/support/phone-providers.ts';

let merchant: Merchant;
let local: PhoneProviders;
beforeAll(async () => {
  merchant = await openMerchant();
  local = await startPhoneProviders();
});
afterAll(async () => {
  await local.stop();
  await merchant.leave();
});
beforeEach(async () => {
  local.phones.faults.clear();
  local.phones.state.phoneMessages.length = 0;
  for (const channel of ['sms', 'voice'] as const)
    await saveProvider(merchant.shop.id, channel, { sender: SENDER, credentials: twilioCredentials }, NOW);
  await saveProvider(merchant.shop.id, 'whatsapp', { sender: SENDER, credentials: metaCredentials }, NOW);
});

const TO = '+4915112345678';
const EMPTY = { subject: '', preheader: '', html: '', text: '', design: '', template: '', voice: '' };

/** Writes a draft, and sends a test of it. */
async function test(channel: Channel, some: Partial<typeof EMPTY>, to = '+49 151 12345678') {
  const content = { ...EMPTY, ...some };
  const id = await makeCampaign(merchant.shop, { channel, trackSales: channel !== 'voice' });
  await saveContent(
    merchant.shop.id,
    id,
    { ...content, design: null, template: content.template || null },
    NOW,
  );
  const form = { ...content, to, firstName: 'Zoë', lastName: '' };
  const request = merchant.ask(`/app/campaigns/${id}/test-message`, form);
  return action({ request, params: { id: String(id) }, context: {} });
}
const got = () => local.phones.state.phoneMessages;

describe('a test of a draft', () => {
  it('by SMS reaches the phone as a contact would get it, and its links are those of a test', async () => {
    const answer = await test('sms', { text: 'Hi {{ first_name }}, look: https://shop.test/tea' });
    expect(answer).toEqual({ test: 'sent', text: `Twilio took it. Look whether the SMS arrives at ${TO}.` });
    expect(got()).toMatchObject([{ channel: 'sms', to: TO, statuses: [] }]);
    const text = got()[0]?.text ?? '';
    expect(text).toMatch(/^Hi Zoë, look: http:\/\/app\.test\/l\/[\w-]+\s/);
    const { pathname } = new URL(/http\S+/.exec(text)?.[0] ?? '');
    const clicked = await intake.request(pathname);
    expect(clicked.headers.get('location')).toMatch(/^https:\/\/shop\.test\/tea\?utm_source=.*utm_id=test$/);
    const of = { where: { shopId: merchant.shop.id } };
    expect(await Promise.all([db.click.count(of), db.delivery.count(of)])).toEqual([0, 0]);
  });

  it('by WhatsApp is the template, filled in, its button tagged as a test', async () => {
    const template = { name: 'news', language: 'en', body: 'Hello {{1}}', footer: '' };
    const button = { text: 'Look', url: 'https://shop.test/{{1}}' };
    local.phones.templates.push({
      ...template,
      buttons: [{ label: button.text, url: button.url }],
      status: 'APPROVED',
    });
    const filled = {
      ...fitted({ ...template, buttons: [button] }),
      variables: ['{{ first_name }}'],
      suffixes: ['tea'],
    };
    const answer = await test('whatsapp', { text: 'Hello', template: JSON.stringify(filled) });
    expect(answer).toMatchObject({ test: 'sent' });
    expect(got()).toMatchObject([
      { to: TO, text: 'Hello Zoë', buttons: [{ url: expect.stringContaining('utm_id=test') as string }] },
    ]);
  });

  it('by voice calls, and reads the text out in the language that is chosen', async () => {
    expect(await test('voice', { text: 'Hello {{ first_name }}', voice: 'de-DE' })).toMatchObject({
      test: 'sent',
    });
    expect(got()).toMatchObject([{ channel: 'voice', to: TO, text: 'Hello Zoë', language: 'de-DE' }]);
  });

  it('that cannot be sent says why, and what to do', async () => {
    const messageOf = async (answer: ReturnType<typeof test>) => {
      const said = await answer;
      return said.test === 'failed' ? said.message : 'sent';
    };
    const text = 'Hello';
    expect(await messageOf(test('sms', { text }, '0151 12345678'))).toMatch(/^Enter the number with \+/);
    expect(await messageOf(test('sms', {}))).toBe('Write the message before you test it.');
    local.phones.faults.set(TO, { kind: 'refuse', code: 21408, message: 'Permission not enabled' });
    expect(await messageOf(test('sms', { text }))).toMatch(
      /^Twilio refused it: “21408 Permission not enabled”/,
    );
    expect(await messageOf(test('whatsapp', { text }))).toMatch(
      /^It was refused: .*Check the number and the template/,
    );
    await db.channelProvider.updateMany({ where: { channel: 'sms' }, data: { sealedCredentials: 'v1.x' } });
    expect(await messageOf(test('sms', { text }))).toMatch(/cannot be read any more/);
    await deleteProvider(merchant.shop.id, 'sms');
    expect(await messageOf(test('sms', { text }))).toMatch(/^SMS is not connected\./);
  });
});

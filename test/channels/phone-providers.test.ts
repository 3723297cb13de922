import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Handover, Provider } from '~/channels/channel';
import { openTwilioSms } from '~/channels/sms/twilio.server';
import { openTwilioVoice } from '~/channels/voice/twilio.server';
import { openMetaWhatsApp } from '~/channels/whatsapp/meta.server';
import { openTwilioWhatsApp } from '~/channels/whatsapp/twilio.server';
import { env } from '~/env.server';
import {
  metaCredentials,
  type PhoneProviders,
  SENDER,
  startPhoneProviders,
  twilioCredentials,
} from '#test/support/phone-providers.ts';
import { startWebServer } from '#test/support/web-server.ts';
import type { PhoneFault } from '../shopify/phones.ts';

let local: PhoneProviders;
beforeAll(async () => {
  local = await startPhoneProviders();
  local.phones.templates.push({
    name: 'HXwinter',
    language: 'en',
    body: 'Hello {{1}}, {{2}} is here',
    buttons: [{ label: 'Look', url: 'https://shop.test/l/{{1}}' }],
    status: 'APPROVED',
  });
});
beforeEach(() => {
  Object.assign(env, { TWILIO_API_URL: local.twilio.url, META_GRAPH_URL: local.meta.url });
  local.phones.faults.clear();
  local.phones.state.phoneMessages.length = 0;
  local.twilio.revoked = local.meta.revoked = false;
});
afterAll(() => local.stop());

const TO = '+491713920001';
const received = () => local.phones.state.phoneMessages;

const session = { to: TO, kind: 'session' as const, text: 'Hello <b>& you', reference: '' };
const ways: [name: string, send: (to?: string) => Promise<Handover>][] = [
  [
    'SMS by Twilio',
    (to = TO) => openTwilioSms(twilioCredentials, SENDER).send({ to, text: 'Hello <b>& you', reference: '' }),
  ],
  ['WhatsApp by Twilio', (to = TO) => openTwilioWhatsApp(twilioCredentials, SENDER).send({ ...session, to })],
  ['WhatsApp by Meta', (to = TO) => openMetaWhatsApp(metaCredentials, SENDER).send({ ...session, to })],
  [
    'a call by Twilio',
    (to = TO) =>
      openTwilioVoice(twilioCredentials, SENDER).send({
        to,
        text: 'Hello <b>& you',
        language: 'en-GB',
        reference: '',
      }),
  ],
];

describe.each(ways)('%s', (_name, send) => {
  const with_ = async (fault: PhoneFault) => {
    local.phones.faults.set(TO, fault);
    return send();
  };

  it('is accepted, and arrives as it was written', async () => {
    const handover = await send();
    expect(received()).toMatchObject([{ to: TO, text: 'Hello <b>& you' }]);
    expect(handover).toEqual({ outcome: 'accepted', providerMessageId: received()[0]?.id });
  });

  it('that the provider does not want is refused, in its words', async () => {
    expect(await with_({ kind: 'refuse', code: 99_999, message: 'Not like this' })).toEqual({
      outcome: 'refused',
      reason: expect.stringMatching(/^99999 .*Not like this$/) as string,
    });
  });

  it('to a number that is none is refused', async () => {
    expect(await send('+0')).toMatchObject({ outcome: 'refused' });
  });

  it('comes later where there is too much, after the time that is asked for', async () => {
    const throttle = { kind: 'throttle' as const, times: 1 };
    expect(await with_({ ...throttle, retryAfterSeconds: 7 })).toMatchObject({
      outcome: 'later',
      retryAfterMs: 7_000,
    });
    const unsaid = await with_(throttle);
    expect(unsaid).toMatchObject({ outcome: 'later' });
    expect(unsaid).not.toHaveProperty('retryAfterMs');
  });

  it('is unknown where the connection is lost after it was taken in, or the server fails', async () => {
    expect(await with_({ kind: 'lose_connection', times: 1 })).toEqual({
      outcome: 'unknown',
      reason: 'interrupted',
    });
    expect(received()).toHaveLength(1);
    expect(await with_({ kind: 'server_error', times: 1 })).toMatchObject({ outcome: 'unknown' });
  });

  it('comes later where the account is refused, which is not about the message', async () => {
    local.twilio.revoked = local.meta.revoked = true;
    expect(await send()).toMatchObject({ outcome: 'denied' });
    expect(received()).toEqual([]);
  });

  it('comes later where nobody answers', async () => {
    const gone = await startWebServer(() => undefined);
    gone.stop();
    Object.assign(env, { TWILIO_API_URL: gone.url, META_GRAPH_URL: gone.url });
    expect(await send()).toMatchObject({ outcome: 'later' });
  });
});

const whatsapp: [name: string, open: () => Provider<'whatsapp'>][] = [
  ['Twilio', () => openTwilioWhatsApp(twilioCredentials, SENDER)],
  ['Meta', () => openMetaWhatsApp(metaCredentials, SENDER)],
];
describe.each(whatsapp)('a template by %s', (_name, open) => {
  const template = {
    to: TO,
    kind: 'template' as const,
    name: 'HXwinter',
    language: 'en',
    variables: ['Ada', 'tea'],
    buttons: ['abc'],
    reference: '',
  };

  it('arrives with its variables and its buttons’ addresses', async () => {
    expect(await open().send(template)).toMatchObject({ outcome: 'accepted' });
    expect(received()).toMatchObject([
      { text: 'Hello Ada, tea is here', buttons: [{ label: 'Look', url: 'https://shop.test/l/abc' }] },
    ]);
  });

  it('that was never approved is refused', async () => {
    expect(await open().send({ ...template, name: 'HXnone' })).toMatchObject({ outcome: 'refused' });
  });
});

describe('a call', () => {
  it('speaks the language that it is written in', async () => {
    const call = { to: TO, text: 'Bonjour', language: 'fr-FR', reference: '' };
    await openTwilioVoice(twilioCredentials, SENDER).send(call);
    expect(received()).toMatchObject([{ language: 'fr-FR', text: 'Bonjour', channel: 'voice' }]);
  });
});

describe('an SMS', () => {
  it('may come from a messaging service', async () => {
    const service = `MG${'0'.repeat(32)}`;
    await openTwilioSms(twilioCredentials, service).send({ to: TO, text: 'Hi', reference: '' });
    expect(received()).toMatchObject([{ from: service }]);
  });
});

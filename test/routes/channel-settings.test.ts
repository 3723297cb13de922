import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Channel } from '~/channels/channel';
import { deleteProvider, loadProvider } from '~/channels/provider-store.server';
import { db } from '~/db.server';
import { env } from '~/env.server';
import { intake } from '~/intake/app';
import { changeChannel } from '~/routes/app.settings_.channels.$channel/change-channel.server';
import { action, loader } from '~/routes/app.settings_.channels.$channel/route';
import { loader as settings } from '~/routes/app.settings/route';
import { BOUNCE_MAILBOX, type LocalImap, startImap } from '../shopify/imap.ts';
import { makeCampaign } from '#test/support/campaign-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';
import { type MailServer, startMailServer } from '#test/support/mail-server.ts';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';
import {
  metaCredentials,
  type PhoneProviders,
  SENDER,
  startPhoneProviders,
  twilioCredentials,
} from '#test/support/phone-providers.ts';

let merchant: Merchant;
let providers: PhoneProviders;
let mailServer: MailServer;
beforeAll(async () => {
  merchant = await openMerchant();
  providers = await startPhoneProviders();
  mailServer = await startMailServer();
  Object.assign(env, { LINK_DOCTOR_PRIVATE_HOSTS: ['localhost'] });
});
afterEach(async () => {
  for (const channel of ['email', 'sms', 'whatsapp', 'voice'] as const)
    await deleteProvider(merchant.shop.id, channel);
  providers.phones.faults.clear();
  providers.twilio.revoked = false;
});
afterAll(async () => {
  await mailServer.stop();
  await providers.stop();
  await merchant.leave();
});

const PHONE = '+4915112345678';
const twilio = { ...twilioCredentials, sender: SENDER };
const meta = { ...metaCredentials, sender: SENDER };
const smtp = () => ({
  provider: 'smtp',
  host: 'localhost',
  port: new URL(mailServer.url).port,
  security: 'starttls',
  user: '',
  password: '',
  sender: 'news@shop.test',
});

const doing = (channel: string, form: Record<string, string>) =>
  action({
    request: merchant.ask(`/app/settings/channels/${channel}`, form),
    params: { channel },
    context: {},
  });
const connect = (channel: Channel, form: Record<string, string>) =>
  doing(channel, { intent: 'connect', ...form });
const test = async (channel: Channel, to: string) => {
  const { test: result, errors } = await doing(channel, { intent: 'test', to });
  return result ? `${result.tone}: ${result.text}` : errors;
};
const open = (channel: string) =>
  loader({ request: merchant.ask(`/app/settings/channels/${channel}`), params: { channel }, context: {} });
const stored = (channel: Channel) => loadProvider(merchant.shop.id, channel);

describe('connecting a provider', () => {
  it('stores it sealed and answers without its secrets, as does the page from then on', async () => {
    const answer = await connect('sms', { ...twilio, sender: '+49 (30) 901-820000' });
    expect(answer.saved).toMatchObject({ accountSid: twilio.accountSid, authToken: '', sender: SENDER });
    expect(await stored('sms')).toMatchObject({ sender: SENDER, credentials: twilioCredentials });
    const page = await open('sms');
    expect(page.connection).toMatchObject({
      status: 'own',
      lines: [`Twilio · Account …0000`, expect.stringMatching(/^From \+4930901820000, connected /) as string],
      trouble: null,
    });
    const row = await db.channelProvider.findFirstOrThrow({ where: { channel: 'sms' } });
    for (const told of [answer, page, row])
      expect(JSON.stringify(told)).not.toContain(twilioCredentials.authToken);
  });

  it.each([
    ['sms', { ...twilio, accountSid: '', sender: '030 901820000' }, ['accountSid', 'sender']],
    ['sms', { ...twilio, authToken: '' }, ['authToken']],
    ['voice', { ...twilio, sender: `MG${'0'.repeat(32)}` }, ['sender']],
    ['voice', { ...meta }, ['provider']],
    ['whatsapp', { ...meta, phoneNumberId: SENDER }, ['phoneNumberId']],
    ['whatsapp', { ...meta, accessToken: ' ', appSecret: '' }, ['accessToken', 'appSecret']],
    ['email', { provider: 'smtp' }, ['host', 'sender']],
  ] as const)('refuses to connect %s with %j, at the field', async (channel, form, fields) => {
    const { errors, saved } = await connect(channel, form);
    expect([Object.keys(errors ?? {}), saved]).toEqual([fields, undefined]);
    for (const error of Object.values(errors ?? {})) expect(error).toMatch(/^(?:Enter|Choose) .*\.$/);
    expect(await stored(channel)).toBeUndefined();
  });

  it.each([
    [{ host: 'https://smtp.example.com' }, { host: expect.stringContaining('no https://') as string }],
    [{ port: '0' }, { port: 'Enter a port from 1 to 65535.' }],
    [{ sender: 'a@x.test, b@x.test' }, { sender: expect.stringContaining('one e-mail address') as string }],
    [{ user: 'ada' }, { password: 'Enter the password.' }],
    [{ host: '127.0.0.1' }, { host: 'This server is not on the public internet.' }],
    [{ host: '169.254.169.254' }, { host: 'This server is not on the public internet.' }],
    [{ host: 'nowhere.invalid' }, { host: expect.stringContaining('No server of this name') as string }],
  ])('refuses a mail server with %j', async (some, errors) => {
    expect(await connect('email', { ...smtp(), ...some })).toEqual({ errors });
  });

  it('takes a messaging service as the sender of SMS', async () => {
    const sender = `MG${'0'.repeat(32)}`;
    expect(await connect('sms', { ...twilio, sender })).toMatchObject({ saved: { sender } });
  });

  it('again keeps each secret that is left empty', async () => {
    await connect('whatsapp', meta);
    await connect('whatsapp', { ...meta, accessToken: '', appSecret: '', sender: PHONE });
    expect(await stored('whatsapp')).toMatchObject({ sender: PHONE, credentials: metaCredentials });
    await connect('whatsapp', { ...meta, accessToken: 'another', appSecret: '' });
    expect((await stored('whatsapp'))?.credentials).toEqual({ ...metaCredentials, accessToken: 'another' });
  });

  it('with another login never takes the stored secret along', async () => {
    const login = { ...smtp(), user: 'ada', password: 'of the first server' };
    await connect('email', login);
    for (const some of [{ host: 'elsewhere.example' }, { user: 'grace' }])
      expect(await connect('email', { ...login, password: '', ...some })).toEqual({
        errors: { password: 'Enter the password: the stored one belongs to another login.' },
      });
    await connect('sms', twilio);
    const { errors } = await connect('sms', {
      ...twilio,
      accountSid: `AC${'f'.repeat(32)}`,
      authToken: '',
    });
    expect(Object.keys(errors ?? {})).toEqual(['authToken']);
    expect((await stored('email'))?.credentials).toMatchObject({ host: 'localhost', user: 'ada' });
  });

  it('goes on where the stored secrets were sealed with another key: they are entered again', async () => {
    await connect('sms', twilio);
    await db.channelProvider.updateMany({
      where: { shopId: merchant.shop.id, channel: 'sms' },
      data: { sealedCredentials: `v1.${'A'.repeat(80)}` },
    });
    const page = await open('sms');
    expect(page.connection.trouble).toMatch(/cannot be read any more.*Enter them again/);
    expect([page.secretsStored, page.values.accountSid]).toEqual([false, '']);
    expect(await test('sms', PHONE)).toEqual({ to: 'Enter the credentials again first.' });
    expect((await connect('sms', { ...twilio, authToken: '' })).errors).toEqual({
      authToken: 'Enter the auth token.',
    });
    await connect('sms', twilio);
    expect((await open('sms')).connection.trouble).toBeNull();
  });

  it('shows the addresses to enter at the provider, and no page for what is no channel', async () => {
    const { callbacks } = await open('whatsapp');
    expect(callbacks.twilio).toMatch(/\/callbacks\/twilio\/inbound\/[\w-]+$/);
    const { pathname } = new URL(callbacks.meta);
    const asked = `hub.mode=subscribe&hub.challenge=42&hub.verify_token=${callbacks.verifyToken}`;
    expect(await (await intake.request(`${pathname}?${asked}`)).text()).toBe('42');
    await expect(open('pigeon')).rejects.toMatchObject({ status: 404 });
    await expect(doing('sms', { intent: 'explode' })).rejects.toMatchObject({ status: 400 });
  });
});

describe('a test', () => {
  it('reaches the phone, and says that the provider took it', async () => {
    await connect('sms', twilio);
    await connect('whatsapp', meta);
    await connect('voice', twilio);
    expect(await test('sms', '+49 151 12345678')).toBe(
      `success: Twilio took it. Look whether the SMS arrives at ${PHONE}.`,
    );
    expect(await test('whatsapp', PHONE)).toMatch(/^success: Meta Cloud API took it\./);
    expect(await test('voice', PHONE)).toBe(`success: Twilio took it. ${PHONE} should ring within a minute.`);
    const got = providers.phones.state.phoneMessages.slice(-3);
    expect(got.map(({ channel, to }) => [channel, to])).toEqual([
      ['sms', PHONE],
      ['whatsapp', PHONE],
      ['voice', PHONE],
    ]);
    for (const { text } of got) expect(text).toContain(merchant.shop.name);
  });

  it('by e-mail goes through the shop’s own server, from its sender', async () => {
    await connect('email', smtp());
    expect(await test('email', 'ada@shop.test')).toMatch(/^success: Your mail server took it\. /);
    expect(mailServer.mails.at(-1)?.from?.value).toEqual([
      { name: merchant.shop.name, address: 'news@shop.test' },
    ]);
  });

  it('that is refused says so in the provider’s words', async () => {
    await connect('sms', twilio);
    providers.phones.faults.set(PHONE, { kind: 'refuse', code: 21408, message: 'Permission not enabled' });
    expect(await test('sms', PHONE)).toMatch(
      /^critical: Twilio refused it: “21408 Permission not enabled”\. Check the number/,
    );
    await connect('email', smtp());
    mailServer.fault('gone@shop.test', 'reject');
    expect(await test('email', 'gone@shop.test')).toMatch(/refused it: “550 .*has no mailbox here”\./);
  });

  it('that comes too fast, or whose fate nobody knows, says so', async () => {
    await connect('sms', twilio);
    providers.phones.faults.set(PHONE, { kind: 'throttle', times: 1 });
    expect(await test('sms', PHONE)).toMatch(/^warning: Twilio does not take it now: “Too many requests”\./);
    providers.phones.faults.set(PHONE, { kind: 'lose_connection', times: 1 });
    expect(await test('sms', PHONE)).toMatch(/^warning: The connection ended before Twilio had answered\./);
  });

  it('whose login is refused is shown on both pages until it is mended', async () => {
    await connect('sms', twilio);
    providers.twilio.revoked = true;
    const trouble = 'Twilio refuses the login or the sender: “Authenticate”. Check account SID';
    expect(await test('sms', PHONE)).toContain(`critical: ${trouble}`);
    expect((await open('sms')).connection.trouble).toContain(trouble);
    const all = await settings({ request: merchant.ask('/app/settings'), params: {}, context: {} });
    expect(
      all.connections.map(({ channel, status, trouble }) => [channel, status, trouble !== null]),
    ).toEqual([
      ['email', 'app', false],
      ['sms', 'own', true],
      ['whatsapp', 'none', false],
      ['voice', 'none', false],
    ]);
    providers.twilio.revoked = false;
    await test('sms', PHONE);
    expect((await open('sms')).connection.trouble).toBeNull();
  });

  it('by a mail server that asks for another login, or that is not there, says which', async () => {
    const guarded = await startMailServer({ login: true });
    onTestFinished(() => guarded.stop());
    const login = { port: new URL(guarded.url).port, user: 'ada', password: 'wrong' };
    await connect('email', { ...smtp(), ...login });
    expect(await test('email', 'ada@shop.test')).toMatch(
      /^critical: Your mail server refuses the login or the sender: “535 5\.7\.8 Bad user or password”\. Check user/,
    );
    expect((await open('email')).connection.trouble).toContain('Bad user or password');
    await connect('email', { ...smtp(), port: '1' });
    expect(await test('email', 'ada@shop.test')).toMatch(
      /^critical: Your mail server cannot be reached: “.*ECONNREFUSED.*”\. Check server, port and security\./,
    );
  });

  it('to what is no number, or without a provider, goes nowhere', async () => {
    expect(await test('sms', '0151 12345678')).toEqual({
      to: 'Enter the number with + and its country code, such as +4915112345678.',
    });
    expect(await test('email', 'nobody')).toEqual({
      to: 'Enter one e-mail address, such as news@example.com.',
    });
    expect(await test('sms', PHONE)).toEqual({ to: 'Connect a provider first.' });
  });
});

describe('many tests', () => {
  it('are stopped before they make a sender of the page', async () => {
    const shop = await makeShop();
    const answers: (string | undefined)[] = [];
    for (let count = 0; count < 21; count += 1) {
      const form = { intent: 'test', to: PHONE };
      answers.push((await changeChannel(shop, 'sms', form, new Date(count))).errors?.['to']);
    }
    expect(answers.filter((answer) => answer === 'Connect a provider first.')).toHaveLength(20);
    expect(answers.at(-1)).toMatch(/^Too many tests at once\./);
  });
});

describe('disconnecting', () => {
  it('deletes the credentials, and says before how many campaigns wait for them', async () => {
    await connect('sms', twilio);
    const id = await makeCampaign(merchant.shop);
    await db.campaign.updateMany({
      where: { shopId: merchant.shop.id, id },
      data: { channel: 'sms', status: 'scheduled' },
    });
    expect((await open('sms')).waiting).toBe(1);
    expect(await doing('sms', { intent: 'disconnect' })).toEqual({ disconnected: true });
    expect(await stored('sms')).toBeUndefined();
    expect((await open('sms')).connection.status).toBe('none');
  });
});

describe('the bounce mailbox', () => {
  let imap: LocalImap;
  beforeAll(async () => {
    imap = await startImap({ port: 0 });
  });
  afterAll(() => imap.stop());
  const form = (some: Record<string, string> = {}) => ({
    intent: 'connect-mailbox',
    mailboxAddress: 'bounces@shop.test',
    mailboxHost: 'localhost',
    mailboxPort: String(imap.port),
    mailboxSecurity: 'starttls',
    mailboxUser: BOUNCE_MAILBOX.user,
    mailboxPassword: BOUNCE_MAILBOX.password,
    ...some,
  });

  it('is opened before it is stored, sealed, and shown without its password', async () => {
    const answer = await doing('email', form());
    expect(answer).toMatchObject({ saved: { mailboxHost: 'localhost', mailboxPassword: '' } });
    const page = await open('email');
    expect(page.mailbox?.state).toMatchObject({ trouble: null, passwordStored: true });
    expect(page.mailbox?.state.lines[0]).toContain(BOUNCE_MAILBOX.user);
    const row = await db.bounceMailbox.findUniqueOrThrow({ where: { shopId: merchant.shop.id } });
    for (const told of [answer, page, { ...row, lastUid: null }])
      expect(JSON.stringify(told)).not.toContain(BOUNCE_MAILBOX.password);
    expect(
      await doing('email', form({ mailboxPassword: '', mailboxAddress: 'back@shop.test' })),
    ).toMatchObject({
      saved: { mailboxAddress: 'back@shop.test' },
    });
    expect(await doing('email', { intent: 'disconnect-mailbox' })).toEqual({ disconnected: true });
    expect((await open('email')).mailbox?.state.lines).toEqual([]);
    expect((await open('sms')).mailbox).toBeNull();
  });

  it('that cannot be opened is not stored, and the field says why', async () => {
    const errorsOf = async (some: Record<string, string>) => (await doing('email', form(some))).errors;
    expect(await errorsOf({ mailboxPassword: 'wrong' })).toEqual({
      mailboxPassword: 'The mail server refuses the login: “Invalid credentials”. Check user and password.',
    });
    expect(await errorsOf({ mailboxPort: '1' })).toEqual({
      mailboxHost: expect.stringMatching(/^The mailbox cannot be read: .*Check server, port/) as string,
    });
    expect(await errorsOf({ mailboxHost: '127.0.0.1' })).toEqual({
      mailboxHost: 'This server is not on the public internet.',
    });
    expect(
      Object.keys((await errorsOf({ mailboxAddress: 'x', mailboxUser: '', mailboxPort: '' })) ?? {}),
    ).toEqual(['mailboxAddress', 'mailboxPort', 'mailboxUser']);
    expect(await errorsOf({ mailboxPassword: '' })).toEqual({
      mailboxPassword: 'Enter the password of the mailbox.',
    });
    expect(await db.bounceMailbox.count({ where: { shopId: merchant.shop.id } })).toBe(0);
  });
});

import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import twilio from 'twilio';
import { type Listening, listenOn } from './listening.ts';
import { filledIn, type Phones, type PhoneTemplate } from './phones.ts';
import type { PhoneMessage } from './shop-state.ts';

export const TWILIO_ACCOUNT = {
  accountSid: `AC${'5a1e57a11'.padEnd(32, '0')}`,
  authToken: '0123456789abcdef0123456789abcdef',
};

type Form = Record<string, string>;
type Fail = (status: number, code: number, message: string, headers?: Record<string, string>) => Response;

export interface LocalTwilio extends Listening {
  /** Sends what a person writes to the address that is entered for a number, with Twilio's signature. */
  reply(
    url: string,
    message: { from: string; to: string; text: string; optOut?: 'STOP' | 'START' | 'HELP'; id?: string },
  ): Promise<number>;
  /** Enters the app's address for what people write to the shop on a channel. */
  listen(channel: 'sms' | 'whatsapp', url: string): void;
  /** Refuses the account from now on, as after its token was revoked. */
  revoked: boolean;
}

/** Twilio's API for messages and calls: form bodies, basic authentication, its error answers, and its signed reports. */
export async function startTwilio(phones: Phones, { port }: { port: number }): Promise<LocalTwilio> {
  const account = `/2010-04-01/Accounts/${TWILIO_ACCOUNT.accountSid}`;

  const handle = async (c: Context, make: (form: Form, fail: Fail) => PhoneMessage | Response) => {
    const fail: Fail = (status, code, message, headers = {}) =>
      new Response(
        JSON.stringify({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }),
        { status, headers: { 'content-type': 'application/json', ...headers } },
      );
    if (local.revoked || c.req.header('authorization') !== AUTHORIZATION)
      return fail(401, 20003, 'Authenticate');
    const form = Object.fromEntries(new URLSearchParams(await c.req.text()));
    const to = (form['To'] ?? '').replace('whatsapp:', '');
    if (!/^\+[1-9]\d{6,14}$/.test(to))
      return fail(400, 21211, `The 'To' number ${form['To'] ?? ''} is not a valid phone number.`);
    const fault = phones.strike(to, 'refuse', 'throttle', 'server_error');
    if (fault?.kind === 'refuse') return fail(fault.status ?? 400, fault.code, fault.message);
    if (fault?.kind === 'server_error') return fail(500, 20500, 'Internal Server Error');
    if (fault?.kind === 'throttle')
      return fail(
        429,
        20429,
        'Too Many Requests',
        fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) },
      );
    const message = make(form, fail);
    if (message instanceof Response) return message;
    phones.state.receivePhoneMessage(message);
    const lie = phones.strike(to, 'lie');
    const final = message.channel === 'voice' ? 'completed' : 'delivered';
    const steps = lie
      ? ['failed']
      : message.channel === 'whatsapp'
        ? ['sent', final, 'read']
        : ['sent', final];
    const callback = form['StatusCallback'];
    if (callback)
      phones.report(message, message.channel === 'voice' && !lie ? [final] : steps, async (status) => {
        const prefix = message.channel === 'voice' ? 'Call' : 'Message';
        await post(callback, {
          AccountSid: TWILIO_ACCOUNT.accountSid,
          ApiVersion: '2010-04-01',
          From: form['From'] ?? '',
          To: form['To'] ?? '',
          [`${prefix}Sid`]: message.id,
          [`${prefix}Status`]: status,
          ...(lie && { ErrorCode: String(lie.code) }),
        });
      });
    const hold = phones.strike(to, 'hold');
    if (hold) await hold.until;
    if (phones.strike(to, 'lose_connection')) {
      (c.env as HttpBindings).incoming.socket.destroy();
      return fail(500, 20500, 'Nobody reads this');
    }
    return c.json({ sid: message.id, status: 'queued', to: form['To'], from: form['From'] ?? null }, 201);
  };

  const app = new Hono()
    .post(`${account}/Messages.json`, (c) => handle(c, textOf))
    .post(`${account}/Calls.json`, (c) => handle(c, callOf))
    .get('/v1/ContentAndApprovals', (c) => {
      if (local.revoked || c.req.header('authorization') !== AUTHORIZATION)
        return c.json({ code: 20003, message: 'Authenticate', more_info: '', status: 401 }, 401);
      const url = `https://content.twilio.com${new URL(c.req.url).pathname}`;
      const page = {
        page: 0,
        page_size: 100,
        first_page_url: url,
        previous_page_url: null,
        url,
        key: 'contents',
      };
      return c.json({ contents: phones.templates.map(asContent), meta: { ...page, next_page_url: null } });
    })
    .all('*', (c) =>
      c.json(
        { code: 20404, message: 'The requested resource was not found', more_info: '', status: 404 },
        404,
      ),
    );

  function textOf(form: Form, fail: Fail): PhoneMessage | Response {
    const { From = '', To = '', Body, ContentSid, MessagingServiceSid } = form;
    const whatsapp = To.startsWith('whatsapp:');
    const about = {
      id: `SM${randomBytes(16).toString('hex')}`,
      receivedAt: new Date(),
      channel: whatsapp ? ('whatsapp' as const) : ('sms' as const),
      from: (From || MessagingServiceSid || '').replace('whatsapp:', ''),
      to: To.replace('whatsapp:', ''),
      language: null,
      statuses: [],
    };
    if (!about.from) return fail(400, 21603, "A 'From' phone number is required.");
    if (ContentSid === undefined)
      return Body ? { ...about, text: Body, buttons: [] } : fail(400, 21602, 'Message body is required.');
    const template = phones.template(ContentSid);
    if (template?.status !== 'APPROVED')
      return fail(400, 21655, `The ContentSid '${ContentSid}' is invalid or was not approved.`);
    const values = Object.values(JSON.parse(form['ContentVariables'] ?? '{}') as Record<string, string>);
    const inBody = Math.max(
      0,
      ...[...template.body.matchAll(/\{\{(\d+)\}\}/g)].map(([, number]) => Number(number)),
    );
    return {
      ...about,
      text: filledIn(template.body, values),
      buttons: template.buttons.map(({ label, url }, index) => ({
        label,
        url: filledIn(url, [values[inBody + index] ?? '']),
      })),
    };
  }

  function callOf(form: Form, fail: Fail): PhoneMessage | Response {
    const { From = '', To = '', Twiml = '' } = form;
    const said = /<Say(?: language="([^"]*)")?>([\s\S]*?)<\/Say>/.exec(Twiml);
    if (!From) return fail(400, 21213, "'From' phone number is required.");
    if (!said) return fail(400, 21205, 'Url is not a valid URL, and there is no TwiML.');
    return {
      id: `CA${randomBytes(16).toString('hex')}`,
      receivedAt: new Date(),
      channel: 'voice',
      from: From,
      to: To,
      text: unescaped(said[2] ?? ''),
      buttons: [],
      language: said[1] ?? null,
      statuses: [],
    };
  }

  async function post(url: string, form: Form): Promise<number> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'user-agent': 'TwilioProxy/1.1',
        'x-twilio-signature': twilio.getExpectedTwilioSignature(TWILIO_ACCOUNT.authToken, url, form),
      },
      body: new URLSearchParams(form),
    });
    await response.body?.cancel();
    return response.status;
  }

  const server = await listenOn(createAdaptorServer({ fetch: app.fetch }) as Server, port);
  const local: LocalTwilio = {
    ...server,
    revoked: false,
    listen: (channel, url) => {
      const prefix = channel === 'whatsapp' ? 'whatsapp:' : '';
      phones.lines.set(channel, ({ from, to, text }) =>
        local.reply(url, { from: prefix + from, to: prefix + to, text }),
      );
    },
    reply: (url, { from, to, text, optOut, id = `SM${randomBytes(16).toString('hex')}` }) =>
      post(url, {
        AccountSid: TWILIO_ACCOUNT.accountSid,
        ApiVersion: '2010-04-01',
        MessageSid: id,
        From: from,
        To: to,
        Body: text,
        NumMedia: '0',
        ...(optOut && { OptOutType: optOut }),
      }),
  };
  return local;
}

/** A template as the Content API has it: the variables of links count on from those of the text. */
function asContent({ name, language, body, buttons, status, picture }: PhoneTemplate) {
  const inBody = new Set(body.match(/\{\{\d+\}\}/g)).size;
  const actions = buttons.map(({ label, url }, index) => ({
    type: 'URL',
    title: label,
    url: url.replace('{{1}}', `{{${inBody + index + 1}}}`),
  }));
  return {
    sid: name,
    account_sid: TWILIO_ACCOUNT.accountSid,
    friendly_name: `${name}_friendly`,
    language,
    variables: {},
    types: picture
      ? { 'twilio/media': { body, media: ['https://x'] } }
      : buttons.length > 0
        ? { 'twilio/call-to-action': { body, actions } }
        : { 'twilio/text': { body } },
    approval_requests: { name, status: status.toLowerCase(), category: 'MARKETING', rejection_reason: '' },
    date_created: '2026-11-01T09:00:00Z',
    date_updated: '2026-11-01T09:00:00Z',
  };
}

const AUTHORIZATION = `Basic ${Buffer.from(`${TWILIO_ACCOUNT.accountSid}:${TWILIO_ACCOUNT.authToken}`).toString('base64')}`;

const unescaped = (xml: string) =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

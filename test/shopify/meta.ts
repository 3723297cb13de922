import { createHmac, randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { type Listening, listenOn } from './listening.ts';
import { filledIn, type Phones, type PhoneTemplate } from './phones.ts';
import type { PhoneMessage } from './shop-state.ts';

export const META_ACCOUNT = {
  phoneNumberId: '106540352242922',
  businessAccountId: '102290129340398',
  accessToken: 'EAAG-local-access-token',
  appSecret: 'local-app-secret-of-32-characters',
};

const parameters = z.array(z.object({ type: z.literal('text'), text: z.string().min(1) }));
const bodySchema = z
  .object({
    messaging_product: z.literal('whatsapp'),
    to: z.string().regex(/^[1-9]\d{6,14}$/),
    biz_opaque_callback_data: z.string().max(512).optional(),
  })
  .and(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('text'), text: z.object({ body: z.string().min(1).max(4096) }) }),
      z.object({
        type: z.literal('template'),
        template: z.object({
          name: z.string(),
          language: z.object({ code: z.string() }),
          components: z
            .array(
              z
                .object({ type: z.enum(['body', 'button']), index: z.string().optional(), parameters })
                .loose(),
            )
            .default([]),
        }),
      }),
    ]),
  );

/** Fewer than are asked for: Meta may do so, and says where it goes on. */
const TEMPLATES_PER_PAGE = 2;

const asListed = ({ name, language, body, buttons, status, picture }: PhoneTemplate) => ({
  id: `${name}-${language}`,
  name,
  language,
  status,
  category: 'MARKETING',
  parameter_format: 'POSITIONAL',
  components: [
    ...(picture ? [{ type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://x'] } }] : []),
    { type: 'BODY', text: body, ...(body.includes('{{') && { example: { body_text: [['Ada']] } }) },
    ...(buttons.length > 0
      ? [{ type: 'BUTTONS', buttons: buttons.map(({ label, url }) => ({ type: 'URL', text: label, url })) }]
      : []),
  ],
});

export interface LocalMeta extends Listening {
  /** Enters the app's address for callbacks, which is asked for its challenge. @returns whether it answered it */
  subscribe(url: string, verifyToken: string): Promise<boolean>;
  /** Sends what a person writes. */
  reply(message: { from: string; text: string; id?: string }): Promise<number>;
  revoked: boolean;
}

/** Meta's Graph API as far as messages go: bearer tokens, JSON, its error answers, and its signed webhooks. */
export async function startMeta(phones: Phones, { port }: { port: number }): Promise<LocalMeta> {
  let callback = '';

  const tell = async (value: object): Promise<number> => {
    if (!callback) return 0;
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: META_ACCOUNT.businessAccountId,
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: {
                  display_phone_number: '15550001111',
                  phone_number_id: META_ACCOUNT.phoneNumberId,
                },
                ...value,
              },
            },
          ],
        },
      ],
    });
    const signature = createHmac('sha256', META_ACCOUNT.appSecret).update(body).digest('hex');
    const response = await fetch(callback, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
      body,
    });
    await response.body?.cancel();
    return response.status;
  };

  const fail = (status: number, code: number, message: string, headers: Record<string, string> = {}) =>
    new Response(
      JSON.stringify({
        error: { message: `(#${code}) ${message}`, type: 'OAuthException', code, fbtrace_id: 'local' },
      }),
      { status, headers: { 'content-type': 'application/json', ...headers } },
    );

  const app = new Hono().get('/:version/:account/message_templates', (c) => {
    if (local.revoked || c.req.header('authorization') !== `Bearer ${META_ACCOUNT.accessToken}`)
      return fail(401, 190, 'Error validating access token');
    if (c.req.param('account') !== META_ACCOUNT.businessAccountId)
      return fail(400, 100, 'Unsupported get request');
    const { status, after = '0' } = c.req.query();
    const all = phones.templates.filter((template) => !status || template.status === status);
    const end = Number(after) + TEMPLATES_PER_PAGE;
    return c.json({
      data: all.slice(Number(after), end).map(asListed),
      paging: {
        cursors: { before: after, after: String(end) },
        ...(end < all.length && { next: `${c.req.url}&after=${end}` }),
      },
    });
  });
  app.post('/:version/:phone/messages', async (c) => {
    if (local.revoked || c.req.header('authorization') !== `Bearer ${META_ACCOUNT.accessToken}`)
      return fail(401, 190, 'Error validating access token');
    if (c.req.param('phone') !== META_ACCOUNT.phoneNumberId)
      return fail(400, 100, 'Unsupported post request');
    const parsed = bodySchema.safeParse(await c.req.json());
    if (!parsed.success) return fail(400, 100, 'Invalid parameter');
    const wanted = parsed.data;
    const to = `+${wanted.to}`;
    const fault = phones.strike(to, 'refuse', 'throttle', 'server_error');
    if (fault?.kind === 'refuse') return fail(fault.status ?? 400, fault.code, fault.message);
    if (fault?.kind === 'server_error') return new Response('<html>Bad gateway</html>', { status: 502 });
    if (fault?.kind === 'throttle')
      return fail(
        429,
        130429,
        'Rate limit hit',
        fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) },
      );
    const message: PhoneMessage = {
      id: `wamid.${randomBytes(20).toString('base64url')}`,
      receivedAt: new Date(),
      channel: 'whatsapp',
      from: '+15550001111',
      to,
      text: '',
      buttons: [],
      language: null,
      statuses: [],
    };
    if (wanted.type === 'text') message.text = wanted.text.body;
    else {
      const { name, language, components } = wanted.template;
      const template = phones.template(name, language.code);
      if (!template) return fail(404, 132001, 'Template name does not exist in the translation');
      if (template.status === 'PAUSED') return fail(400, 132015, 'Template is paused');
      if (template.status === 'REJECTED') return fail(404, 132001, 'Template was rejected');
      const values = (kind: string, index?: string) =>
        components
          .filter((each) => each.type === kind && each.index === index)
          .flatMap((each) => each.parameters.map(({ text }) => text));
      if (values('body').length !== new Set(template.body.match(/\{\{\d+\}\}/g)).size)
        return fail(400, 132000, 'Number of parameters does not match the expected number of params');
      message.text = filledIn(template.body, values('body'));
      message.language = template.language;
      message.buttons = template.buttons.map(({ label, url }, index) => ({
        label,
        url: filledIn(url, values('button', String(index))),
      }));
    }
    phones.state.receivePhoneMessage(message);
    const lie = phones.strike(to, 'lie');
    phones.report(message, lie ? ['failed'] : ['sent', 'delivered', 'read'], async (status) => {
      await tell({
        statuses: [
          {
            id: message.id,
            status,
            timestamp: String(Math.floor(Date.now() / 1000)),
            recipient_id: wanted.to,
            ...(wanted.biz_opaque_callback_data && {
              biz_opaque_callback_data: wanted.biz_opaque_callback_data,
            }),
            ...(lie && { errors: [{ code: lie.code, title: 'Message undeliverable' }] }),
          },
        ],
      });
    });
    const hold = phones.strike(to, 'hold');
    if (hold) await hold.until;
    if (phones.strike(to, 'lose_connection')) {
      (c.env as HttpBindings).incoming.socket.destroy();
      return fail(500, 1, 'Nobody reads this');
    }
    return c.json({
      messaging_product: 'whatsapp',
      contacts: [{ input: wanted.to, wa_id: wanted.to }],
      messages: [{ id: message.id, message_status: 'accepted' }],
    });
  });

  const server = await listenOn(createAdaptorServer({ fetch: app.fetch }) as Server, port);
  const local: LocalMeta = {
    ...server,
    revoked: false,
    subscribe: async (url, verifyToken) => {
      const challenge = String(randomBytes(4).readUInt32BE());
      const asked = new URL(url);
      asked.searchParams.set('hub.mode', 'subscribe');
      asked.searchParams.set('hub.challenge', challenge);
      asked.searchParams.set('hub.verify_token', verifyToken);
      const response = await fetch(asked);
      if (!response.ok || (await response.text()) !== challenge) return false;
      callback = url;
      phones.lines.set('whatsapp', (message) => local.reply(message));
      return true;
    },
    reply: ({ from, text, id = `wamid.${randomBytes(20).toString('base64url')}` }) =>
      tell({
        contacts: [{ profile: { name: 'Somebody' }, wa_id: from.slice(1) }],
        messages: [
          {
            from: from.slice(1),
            id,
            timestamp: String(Math.floor(Date.now() / 1000)),
            type: 'text',
            text: { body: text },
          },
        ],
      }),
  };
  return local;
}

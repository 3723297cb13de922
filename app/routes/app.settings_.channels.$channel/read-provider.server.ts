import { z } from 'zod';
import type { Channel } from '~/channels/channel';
import { type Credentials, type ProviderName, providersOf } from '~/channels/credentials';
import { isOneAddress } from '~/channels/email/mail';
import { phoneNumberOf } from '~/contacts/contact';
import { fieldErrors } from '~/ui/form-errors';
import { EMPTY_VALUES } from './provider-values';

export interface Connection {
  sender: string;
  credentials: Credentials;
}

export type ReadProvider =
  { connection: Connection; errors?: undefined } | { connection?: undefined; errors: Record<string, string> };

const text = z.string().trim();
const secret = text.max(1_000, 'At most 1,000 characters.');

/** @param other a text that is taken in place of a number */
const numberOr = (other?: RegExp) =>
  text.transform((typed, context) => {
    if (other?.test(typed)) return typed;
    const number = phoneNumberOf(typed);
    if (number !== undefined) return number;
    context.addIssue({
      code: 'custom',
      message: 'Enter the number with + and its country code, such as +4915112345678.',
    });
    return z.NEVER;
  });

export const phoneNumber = numberOr();

export const emailAddress = text
  .max(320, 'At most 320 characters.')
  .refine(isOneAddress, 'Enter one e-mail address, such as news@example.com.');

/** @param example such as smtp.example.com */
export const serverName = (example: string) =>
  text
    .toLowerCase()
    .min(1, `Enter the name of the server, such as ${example}.`)
    .max(253, 'At most 253 characters.')
    .regex(/^[a-z0-9.-]*$/, `Enter the name alone, such as ${example}: no https:// and no port.`);

/** @param examples such as 465 or 587 */
export const serverPort = (examples: string) =>
  text
    .regex(/^\d{1,5}$/, `Enter a whole number, such as ${examples}.`)
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, 'Enter a port from 1 to 65535.');

const smtpForm = z.object({
  host: serverName('smtp.example.com'),
  port: serverPort('465 or 587'),
  security: z.enum(['tls', 'starttls'], 'Choose how the connection is encrypted.'),
  user: text.max(320, 'At most 320 characters.'),
  password: z.string().max(1_000, 'At most 1,000 characters.'),
  sender: emailAddress,
});

/** An SMS may also come from a messaging service, which chooses a number of its own. */
const twilioForm = (channel: Channel) =>
  z.object({
    accountSid: text.regex(
      /^AC[0-9a-f]{32}$/i,
      'Enter the account SID: AC and 32 more characters, as the Twilio Console shows it.',
    ),
    authToken: secret,
    sender: channel === 'sms' ? numberOr(/^MG[0-9a-f]{32}$/i) : phoneNumber,
  });

const metaForm = z.object({
  phoneNumberId: text.regex(
    /^\d{5,25}$/,
    'Enter the phone number ID: digits only. It is not the phone number itself.',
  ),
  businessAccountId: text.regex(/^(?:\d{5,25})?$/, 'Enter the WhatsApp Business account ID: digits only.'),
  accessToken: secret,
  appSecret: secret,
  sender: phoneNumber,
});

/**
 * What a form connects a channel with. A secret that is left empty stays as it is stored, but only for the same login:
 * nobody who may open this page gets a stored password sent to a server of their own.
 */
export function readProvider(
  channel: Channel,
  form: Record<string, string>,
  stored: Credentials | undefined,
): ReadProvider {
  const provider = providersOf[channel].find((one) => one === form['provider']);
  return provider
    ? READ[provider](channel, { ...EMPTY_VALUES, ...form }, stored)
    : { errors: { provider: 'Choose a provider.' } };
}

type Read = (channel: Channel, form: Record<string, string>, stored: Credentials | undefined) => ReadProvider;

const READ: Record<ProviderName, Read> = {
  smtp: (_channel, form, stored) => {
    const parsed = smtpForm.safeParse(form);
    if (!parsed.success) return { errors: fieldErrors(parsed.error) };
    const { host, port, security, user, password: typed, sender } = parsed.data;
    const same = stored?.provider === 'smtp' && stored.host === host && stored.user === user;
    const kept = same ? stored.password : '';
    const password = user ? typed || kept : '';
    if (user && !password) return { errors: { password: missing('password', stored !== undefined) } };
    const secure = security === 'tls';
    return { connection: { sender, credentials: { provider: 'smtp', host, port, secure, user, password } } };
  },
  twilio: (channel, form, stored) => {
    const parsed = twilioForm(channel).safeParse(form);
    if (!parsed.success) return { errors: fieldErrors(parsed.error) };
    const { accountSid, authToken: typed, sender } = parsed.data;
    const same = stored?.provider === 'twilio' && stored.accountSid === accountSid;
    const authToken = typed || (same ? stored.authToken : '');
    if (!authToken) return { errors: { authToken: missing('auth token', stored !== undefined) } };
    return { connection: { sender, credentials: { provider: 'twilio', accountSid, authToken } } };
  },
  meta: (_channel, form, stored) => {
    const parsed = metaForm.safeParse(form);
    if (!parsed.success) return { errors: fieldErrors(parsed.error) };
    const { phoneNumberId, businessAccountId, sender } = parsed.data;
    const same = stored?.provider === 'meta' && stored.phoneNumberId === phoneNumberId;
    const accessToken = parsed.data.accessToken || (same ? stored.accessToken : '');
    const appSecret = parsed.data.appSecret || (same ? stored.appSecret : '');
    const errors = {
      ...(!accessToken && { accessToken: missing('access token', stored !== undefined) }),
      ...(!appSecret && { appSecret: missing('app secret', stored !== undefined) }),
    };
    if (!accessToken || !appSecret) return { errors };
    const account = {
      phoneNumberId,
      ...(businessAccountId && { businessAccountId }),
      accessToken,
      appSecret,
    };
    return { connection: { sender, credentials: { provider: 'meta', ...account } } };
  },
};

const missing = (what: string, again: boolean): string =>
  again ? `Enter the ${what}: the stored one belongs to another login.` : `Enter the ${what}.`;

import { z } from 'zod';
import type { Channel } from '~/channels/channel';

/** What a shop connects each provider with. */
const smtp = z.object({
  provider: z.literal('smtp'),
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535),
  /** Encrypted from the first byte, as on port 465; otherwise by STARTTLS where the server offers it. */
  secure: z.boolean(),
  user: z.string(),
  password: z.string(),
});
const twilio = z.object({ provider: z.literal('twilio'), accountSid: z.string(), authToken: z.string() });
const meta = z.object({
  provider: z.literal('meta'),
  phoneNumberId: z.string(),
  /** Whose approved templates can be listed; left out by those who connected without. */
  businessAccountId: z.string().optional(),
  accessToken: z.string(),
  /** Meta signs its callbacks with it. */
  appSecret: z.string(),
});

export const credentialsSchema = z.discriminatedUnion('provider', [smtp, twilio, meta]);
export type Credentials = z.infer<typeof credentialsSchema>;
export type ProviderName = Credentials['provider'];

export const providersOf: Record<Channel, readonly ProviderName[]> = {
  email: ['smtp'],
  sms: ['twilio'],
  whatsapp: ['twilio', 'meta'],
  voice: ['twilio'],
};

export const providerLabel: Record<ProviderName, string> = {
  smtp: 'SMTP server',
  twilio: 'Twilio',
  meta: 'Meta Cloud API',
};

/** What tells a merchant which credentials these are; nothing that opens anything. */
export function hintOf(credentials: Credentials): string {
  switch (credentials.provider) {
    case 'smtp':
      return `${credentials.host}:${credentials.port}`;
    case 'twilio':
      return `Account ${masked(credentials.accountSid)}`;
    case 'meta':
      return `Phone number ID ${masked(credentials.phoneNumberId)}`;
  }
}

const masked = (text: string): string => `…${text.slice(-4)}`;

/** The address of an SMTP server with its login. */
export function smtpUrl({ host, port, secure, user, password }: z.infer<typeof smtp>): string {
  const login = user ? `${encodeURIComponent(user)}:${encodeURIComponent(password)}@` : '';
  return `${secure ? 'smtps' : 'smtp'}://${login}${host}:${port}`;
}

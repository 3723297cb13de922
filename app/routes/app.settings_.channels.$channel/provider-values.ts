import type { Channel } from '~/channels/channel';
import type { Credentials } from '~/channels/credentials';

/** What the fields of the form hold. */
export interface ProviderValues {
  provider: 'smtp' | 'twilio' | 'meta';
  host: string;
  port: string;
  security: 'tls' | 'starttls';
  user: string;
  password: string;
  accountSid: string;
  authToken: string;
  phoneNumberId: string;
  businessAccountId: string;
  accessToken: string;
  appSecret: string;
  sender: string;
}

/** What is stored and never leaves the server again: these fields begin empty. */
export type SecretField = 'password' | 'authToken' | 'accessToken' | 'appSecret';

export const EMPTY_VALUES: ProviderValues = {
  provider: 'twilio',
  host: '',
  port: '465',
  security: 'tls',
  user: '',
  password: '',
  accountSid: '',
  authToken: '',
  phoneNumberId: '',
  businessAccountId: '',
  accessToken: '',
  appSecret: '',
  sender: '',
};

/** What the form begins with: what is stored, without its secrets. */
export function startingValues(
  channel: Channel,
  stored: { sender: string; credentials: Credentials | undefined } | undefined,
): ProviderValues {
  const values: ProviderValues = { ...EMPTY_VALUES, provider: channel === 'email' ? 'smtp' : 'twilio' };
  if (!stored?.credentials) return values;
  const { sender, credentials } = stored;
  switch (credentials.provider) {
    case 'smtp': {
      const { provider, host, port, secure, user } = credentials;
      return {
        ...values,
        provider,
        host,
        port: String(port),
        security: secure ? 'tls' : 'starttls',
        user,
        sender,
      };
    }
    case 'twilio':
      return { ...values, provider: 'twilio', accountSid: credentials.accountSid, sender };
    case 'meta':
      return {
        ...values,
        provider: 'meta',
        phoneNumberId: credentials.phoneNumberId,
        businessAccountId: credentials.businessAccountId ?? '',
        sender,
      };
  }
}

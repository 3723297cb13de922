import { InlineGrid, Select, TextField, type TextFieldProps } from '@shopify/polaris';
import type { Channel } from '~/channels/channel';
import type { ProviderValues, SecretField } from './provider-values';

interface ProviderFieldsProps {
  channel: Channel;
  values: ProviderValues;
  /** Whether the secrets of this provider are stored. */
  stored: boolean;
  onChange: (some: Partial<ProviderValues>) => void;
  /** By field, from the last attempt to save. */
  errors: Record<string, string>;
}

const SECURITY = [
  { value: 'tls', label: 'Encrypted from the start (TLS, mostly port 465)' },
  { value: 'starttls', label: 'Encrypted where the server offers it (STARTTLS, mostly port 587)' },
];

/** The fields of the chosen provider. */
export function ProviderFields({ channel, values, stored, onChange, errors }: ProviderFieldsProps) {
  const field = (name: Exclude<keyof ProviderValues, 'provider' | 'security'>) => ({
    id: name,
    name,
    value: values[name],
    onChange: (value: string) => onChange({ [name]: value }),
    error: errors[name],
    autoComplete: 'off',
  });
  const secret = (name: SecretField, label: string, help?: string): TextFieldProps => ({
    ...field(name),
    label,
    type: 'password',
    autoComplete: 'new-password',
    helpText: [help, stored ? 'Stored. Leave it empty to keep it.' : ''].filter(Boolean).join(' '),
  });
  switch (values.provider) {
    case 'smtp':
      return (
        <>
          <InlineGrid columns={{ xs: 1, md: ['twoThirds', 'oneThird'] }} gap="400">
            <TextField {...field('host')} label="Server" helpText="Such as smtp.example.com" />
            <TextField {...field('port')} label="Port" inputMode="numeric" />
          </InlineGrid>
          <Select
            id="security"
            label="Security"
            options={SECURITY}
            value={values.security}
            onChange={(security: ProviderValues['security']) =>
              onChange({ security, port: portFor(security, values.port) })
            }
            error={errors['security']}
          />
          <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
            <TextField
              {...field('user')}
              label="User"
              helpText="Leave it empty where the server asks for no login."
            />
            <TextField {...secret('password', 'Password')} />
          </InlineGrid>
          <TextField
            {...field('sender')}
            label="Sender address"
            type="email"
            helpText="What people see your e-mails come from. The server must be allowed to send from it."
          />
        </>
      );
    case 'twilio':
      return (
        <>
          <TextField
            {...field('accountSid')}
            label="Account SID"
            helpText="Begins with AC. On the front page of the Twilio Console."
          />
          <TextField
            {...secret('authToken', 'Auth token', 'Beside the account SID in the Twilio Console.')}
          />
          <TextField {...field('sender')} label="Sender number" helpText={SENDER[channel]} />
        </>
      );
    case 'meta':
      return (
        <>
          <TextField
            {...field('phoneNumberId')}
            label="Phone number ID"
            helpText="In Meta’s App Dashboard under WhatsApp, API setup. Not the number itself."
          />
          <TextField
            {...field('businessAccountId')}
            label="WhatsApp Business account ID (optional)"
            helpText="On the same page. With it, your approved templates are listed to choose from."
          />
          <TextField
            {...secret(
              'accessToken',
              'Access token',
              'Of a system user, so that it does not end after a day.',
            )}
          />
          <TextField
            {...secret(
              'appSecret',
              'App secret',
              'In the App Dashboard under App settings, Basic. It proves that reports come from Meta.',
            )}
          />
          <TextField {...field('sender')} label="Sender number" helpText={SENDER.whatsapp} />
        </>
      );
  }
}

const SENDER: Record<Channel, string> = {
  email: '',
  sms: 'With + and the country code, such as +4915112345678; or the SID of a messaging service, which begins with MG.',
  whatsapp: 'The number that people see, with + and the country code, such as +4915112345678.',
  voice: 'The number that calls come from, with + and the country code, such as +4915112345678.',
};

/** The usual port goes with the security, until another was entered. */
function portFor(security: ProviderValues['security'], port: string): string {
  if (port !== '465' && port !== '587') return port;
  return security === 'tls' ? '465' : '587';
}

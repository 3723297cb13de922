import { useFetcher } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  Form,
  InlineGrid,
  InlineStack,
  Link,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { CardHeading } from '~/ui/card-heading';
import { isUnreachable, type Unreachable } from '~/ui/keep-typed';
import { showToast } from '~/ui/toast';
import { useFieldErrors } from '~/ui/use-field-errors';
import type { MailboxAnswer } from './change-mailbox.server';
import type { MailboxValues } from './mailbox-values';

export interface MailboxState {
  /** A sentence each; none where no mailbox is connected. */
  lines: string[];
  trouble: string | null;
  passwordStored: boolean;
}

const SECURITY = [
  { value: 'tls', label: 'Encrypted from the start (TLS, mostly port 993)' },
  { value: 'starttls', label: 'Encrypted where the server offers it (STARTTLS, mostly port 143)' },
];

/** The mailbox that e-mails come back to: what it is for, how it is read, and the way to connect and disconnect it. */
export function MailboxCard({ saved, mailbox }: { saved: MailboxValues; mailbox: MailboxState }) {
  const { submit, state, data } = useFetcher<MailboxAnswer | Unreachable>();
  const [values, setValues] = useState(saved);
  const { errors, changed } = useFieldErrors(data);
  const connected = mailbox.lines.length > 0;
  useEffect(() => {
    if (!data || isUnreachable(data)) return;
    if (data.saved) {
      setValues(data.saved);
      showToast('Bounce mailbox connected');
    }
    if (data.disconnected) showToast('Bounce mailbox disconnected');
    const [field] = Object.keys(data.errors ?? {});
    if (field) document.getElementById(field)?.focus();
  }, [data]);
  const change = (some: Partial<MailboxValues>) => {
    setValues((was) => ({ ...was, ...some }));
    changed(Object.keys(some));
  };
  const field = (name: Exclude<keyof MailboxValues, 'mailboxSecurity'>) => ({
    id: name,
    name,
    value: values[name],
    onChange: (value: string) => change({ [name]: value }),
    error: errors[name],
    autoComplete: 'off',
  });
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Bounces and complaints"
          text="E-mails that cannot be delivered, and spam complaints that mail providers send, come back to a mailbox. Sales Trail reads it every three minutes, leaves its mails as they are, and writes no more to addresses that take no mail."
        />
        <Text as="p">
          <Link url="/app/settings/suppression">See the suppression list</Link>
        </Text>
        {isUnreachable(data) && state === 'idle' && (
          <Banner tone="critical" title="The app did not answer">
            <Text as="p">What you typed is still here. Try again in a moment.</Text>
          </Banner>
        )}
        {mailbox.trouble && (
          <Banner tone="critical" title="The bounce mailbox is not read">
            <Text as="p" breakWord>
              {mailbox.trouble}
            </Text>
          </Banner>
        )}
        {mailbox.lines.map((line) => (
          <Text key={line} as="p" breakWord>
            {line}
          </Text>
        ))}
        <Form onSubmit={() => submit({ intent: 'connect-mailbox', ...values }, { method: 'post' })}>
          <BlockStack gap="400">
            <TextField
              {...field('mailboxAddress')}
              label="Return address"
              type="email"
              helpText="The mailbox’s own address. Each e-mail names it as where it comes back to, so your mail server must let you send with it."
            />
            <InlineGrid columns={{ xs: 1, md: ['twoThirds', 'oneThird'] }} gap="400">
              <TextField {...field('mailboxHost')} label="IMAP server" helpText="Such as imap.example.com" />
              <TextField {...field('mailboxPort')} label="IMAP port" inputMode="numeric" />
            </InlineGrid>
            <Select
              id="mailboxSecurity"
              label="IMAP security"
              options={SECURITY}
              value={values.mailboxSecurity}
              onChange={(mailboxSecurity: MailboxValues['mailboxSecurity']) => change({ mailboxSecurity })}
              error={errors['mailboxSecurity']}
            />
            <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
              <TextField
                {...field('mailboxUser')}
                label="Mailbox user"
                helpText="Often the address itself."
              />
              <TextField
                {...field('mailboxPassword')}
                label="Mailbox password"
                type="password"
                autoComplete="new-password"
                helpText={mailbox.passwordStored ? 'Stored. Leave it empty to keep it.' : undefined}
              />
            </InlineGrid>
            <InlineStack gap="200">
              <Button submit loading={state !== 'idle'}>
                {connected ? 'Save bounce mailbox' : 'Connect bounce mailbox'}
              </Button>
              {connected && (
                <Button
                  tone="critical"
                  disabled={state !== 'idle'}
                  onClick={() => submit({ intent: 'disconnect-mailbox' }, { method: 'post' })}
                >
                  Disconnect bounce mailbox
                </Button>
              )}
            </InlineStack>
          </BlockStack>
        </Form>
      </BlockStack>
    </Card>
  );
}

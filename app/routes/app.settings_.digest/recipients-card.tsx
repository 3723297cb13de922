import { Badge, BlockStack, Button, Card, Form, InlineStack, Text, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { CardHeading } from '~/ui/card-heading';
import { useFieldErrors } from '~/ui/use-field-errors';
import type { DigestAnswer } from './change-digest.server';

interface RecipientsCardProps {
  recipients: { id: string; address: string; confirmed: boolean }[];
  /** The shop's own address. */
  own: string;
  answer: DigestAnswer | undefined;
  busy: boolean;
  send: (form: Record<string, string>) => void;
}

/** Who gets the digest. */
export function RecipientsCard({ recipients, own, answer, busy, send }: RecipientsCardProps) {
  const [address, setAddress] = useState(recipients.length === 0 ? own : '');
  const { errors, changed } = useFieldErrors(answer);
  useEffect(() => {
    if (answer?.said) setAddress('');
  }, [answer]);
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="To whom"
          text="Your shop’s own address gets it at once; any other is asked by e-mail first. Everybody can stop it from within the e-mail."
        />
        {recipients.length > 0 && (
          <BlockStack as="ul" gap="200">
            {recipients.map((one) => (
              <li key={one.id}>
                <InlineStack gap="200" blockAlign="center">
                  <Text as="span" breakWord>
                    {one.address}
                  </Text>
                  {!one.confirmed && <Badge>Not confirmed yet</Badge>}
                  <Button
                    variant="plain"
                    tone="critical"
                    accessibilityLabel={`Remove ${one.address}`}
                    onClick={() => send({ intent: 'remove', id: one.id })}
                  >
                    Remove
                  </Button>
                </InlineStack>
              </li>
            ))}
          </BlockStack>
        )}
        <Form onSubmit={() => send({ intent: 'add', address })}>
          <TextField
            id="address"
            label="E-mail address"
            type="email"
            autoComplete="email"
            value={address}
            onChange={(value) => {
              setAddress(value);
              changed(['address']);
            }}
            error={errors['address']}
            connectedRight={
              <Button submit loading={busy}>
                Add
              </Button>
            }
          />
        </Form>
      </BlockStack>
    </Card>
  );
}

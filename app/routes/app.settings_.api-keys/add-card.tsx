import { useFetcher } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  ChoiceList,
  Form,
  InlineStack,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { type Scope, scopeLabel, SCOPES } from '~/api-keys/api-key';
import { CardHeading } from '~/ui/card-heading';
import { CopyButton } from '~/ui/copy-button';
import { isUnreachable, type Unreachable } from '~/ui/keep-typed';
import { useFieldErrors } from '~/ui/use-field-errors';
import type { KeysAnswer } from './change-keys.server';
import { EXPIRIES, type Expiry, expiryLabel } from './expiry';

/** Makes a key, and shows it this once. */
export function AddCard() {
  const { submit, state, data } = useFetcher<KeysAnswer | Unreachable>();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>([...SCOPES]);
  const [expiry, setExpiry] = useState<Expiry>('never');
  const { errors, changed } = useFieldErrors(data);
  const made = data && !isUnreachable(data) && state === 'idle' ? data.made : undefined;
  useEffect(() => {
    if (!data || isUnreachable(data)) return;
    if (data.made) setName('');
    else if (data.errors?.['name']) document.getElementById('name')?.focus();
  }, [data]);
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Add a key"
          text="One for each program, so that one can be revoked without the others."
        />
        {isUnreachable(data) && state === 'idle' && (
          <Banner tone="critical" title="The app did not answer">
            <Text as="p">What you typed is still here. Try again in a moment.</Text>
          </Banner>
        )}
        <div role="status">{made && <MadeKey name={made.name} text={made.key} />}</div>
        <Form onSubmit={() => submit({ name, scopes: scopes.join(','), expiry }, { method: 'post' })}>
          <BlockStack gap="400">
            <TextField
              id="name"
              label="Name"
              autoComplete="off"
              maxLength={100}
              value={name}
              onChange={(value) => {
                setName(value);
                changed(['name']);
              }}
              error={errors['name']}
            />
            <ChoiceList
              title="It may read"
              allowMultiple
              choices={SCOPES.map((value) => ({ value, label: scopeLabel[value] }))}
              selected={scopes}
              onChange={(value: Scope[]) => {
                setScopes(value);
                changed(['scopes']);
              }}
              error={errors['scopes']}
            />
            <Select
              label="Valid"
              options={EXPIRIES.map((value) => ({ value, label: expiryLabel[value] }))}
              value={expiry}
              onChange={(value: Expiry) => setExpiry(value)}
            />
            <InlineStack>
              <Button submit variant="primary" loading={state !== 'idle'}>
                Make key
              </Button>
            </InlineStack>
          </BlockStack>
        </Form>
      </BlockStack>
    </Card>
  );
}

function MadeKey({ name, text }: { name: string; text: string }) {
  return (
    <Banner tone="success" title={`Copy the key “${name}” now: it is not shown again`}>
      <InlineStack gap="200" blockAlign="center" wrap={false}>
        <span className="st-url">{text}</span>
        <CopyButton text={text} label="Copy the key" />
      </InlineStack>
    </Banner>
  );
}

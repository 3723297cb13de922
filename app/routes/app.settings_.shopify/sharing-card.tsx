import { useFetcher } from '@remix-run/react';
import { Badge, Banner, BlockStack, Button, Card, InlineStack, List, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import type { SharingAnswer } from './route';
import { isUnreachable, type Unreachable } from '~/ui/keep-typed';
import { showToast } from '~/ui/toast';

export interface SharingItem {
  what: string;
  title: string;
  text: string;
  /** What to know before turning it on, a sentence or two each. */
  details: string[];
  on: boolean;
  /** What Shopify must allow first; undefined where it does. */
  missingScope: string | undefined;
  /** How it stands, a sentence each. */
  state: string[];
  problem: string | undefined;
}

/** One thing that Shopify is told or not, with its switch. */
export function SharingCard({ item }: { item: SharingItem }) {
  const { what, title, text, details, on, missingScope, state, problem } = item;
  const fetcher = useFetcher<SharingAnswer | Unreachable>();
  const [declined, setDeclined] = useState(false);
  const [asking, setAsking] = useState(false);
  const { data } = fetcher;
  useEffect(() => {
    if (data && !isUnreachable(data) && data.said) showToast(data.said);
  }, [data]);
  const refusal = declined
    ? 'Shopify was not allowed to give the access, so nothing was turned on.'
    : isUnreachable(data)
      ? 'The app did not answer. Nothing was changed; try again in a moment.'
      : data?.refusal;

  const change = async () => {
    setDeclined(false);
    if (!on && missingScope) {
      setAsking(true);
      const { result } = await window.shopify.scopes.request([missingScope]).finally(() => setAsking(false));
      if (result !== 'granted-all') return setDeclined(true);
    }
    fetcher.submit({ what, on: on ? 'no' : 'yes' }, { method: 'post' });
  };

  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Badge tone={on ? 'success' : undefined}>{on ? 'On' : 'Off'}</Badge>
        </InlineStack>
        <Text as="p">{text}</Text>
        <List>
          {details.map((sentence) => (
            <List.Item key={sentence}>
              <Text as="span" tone="subdued">
                {sentence}
              </Text>
            </List.Item>
          ))}
        </List>
        {problem && (
          <Banner tone="warning" title="Shopify does not take it">
            <Text as="p">{problem}</Text>
          </Banner>
        )}
        <div role="status">
          {refusal && (
            <Banner tone="critical" title={on ? 'It stays on' : 'It stays off'}>
              <Text as="p">{refusal}</Text>
            </Banner>
          )}
        </div>
        {state.map((sentence) => (
          <Text key={sentence} as="p" fontWeight="medium">
            {sentence}
          </Text>
        ))}
        <InlineStack>
          <Button
            loading={asking || fetcher.state !== 'idle'}
            onClick={() => void change()}
            accessibilityLabel={`${on ? 'Turn off' : 'Turn on'}: ${title}`}
          >
            {on ? 'Turn off' : 'Turn on'}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

import { useNavigation, useSubmit } from '@remix-run/react';
import { BlockStack, Button, Card, InlineStack, Modal, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { VariantsView } from '~/reports/campaign/variants';
import { readableSubject } from '~/tagging/readable-subject';

/** How the variants compare; as long as some wait for the winner, one can be sent to them now. */
export function VariantsCard({ variants }: { variants: VariantsView }) {
  const { rows, metric, verdict, method, waiting } = variants;
  const [first] = rows;
  const columns = [
    { heading: 'Delivered', of: 'delivered' },
    { heading: 'Opened', of: 'opened' },
    { heading: 'Clicked', of: 'clicked' },
    { heading: 'Orders', of: 'orders' },
    { heading: 'Revenue', of: 'revenue' },
  ] as const;
  const shown = columns.filter(({ of }) => first && first[of] !== null);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Variants
        </Text>
        <BlockStack as="ul" gap="300">
          {rows.map((row) => (
            <li key={row.variant}>
              <BlockStack gap="100">
                <Text as="h3" variant="headingSm" breakWord>
                  {`${row.variant}: ${readableSubject(row.headline)}`}
                </Text>
                <InlineStack gap="400">
                  {shown.map(({ heading, of }) => (
                    <Figure key={of} name={heading} value={row[of] ?? '–'} />
                  ))}
                  <Figure name={metric} value={row.value} />
                </InlineStack>
              </BlockStack>
            </li>
          ))}
        </BlockStack>
        <div role="status">
          <Text as="p">{verdict}</Text>
        </div>
        {waiting && <SendToRest letters={rows.map(({ variant }) => variant)} waiting={waiting} />}
        <Text as="p" tone="subdued">
          {method}
        </Text>
      </BlockStack>
    </Card>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <BlockStack>
      <Text as="span" variant="bodySm" tone="subdued">
        {name}
      </Text>
      <Text as="span" numeric>
        {value}
      </Text>
    </BlockStack>
  );
}

function SendToRest({ letters, waiting }: { letters: string[]; waiting: string }) {
  const submit = useSubmit();
  const busy = useNavigation().state !== 'idle';
  const [asking, setAsking] = useState<string>();
  const send = () => {
    setAsking(undefined);
    if (asking) submit({ intent: 'choose_variant', variant: asking }, { method: 'post' });
  };
  return (
    <>
      <InlineStack gap="200">
        {letters.map((letter) => (
          <Button key={letter} onClick={() => setAsking(letter)} disabled={busy}>
            {`Send ${letter} to the rest now`}
          </Button>
        ))}
      </InlineStack>
      <Modal
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={`Send variant ${asking ?? ''} to the rest now?`}
        primaryAction={{ content: `Send ${asking ?? ''} to the rest`, onAction: send }}
        secondaryActions={[{ content: 'Wait for the winner', onAction: () => setAsking(undefined) }]}
      >
        <Modal.Section>
          <Text as="p">{`The test ends, and everybody who waits gets it: ${waiting} in all. This cannot be taken back.`}</Text>
        </Modal.Section>
      </Modal>
    </>
  );
}

import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import { CardHeading } from '~/ui/card-heading';

/** Asks the merchant for the access that Shopify's own numbers need. */
export function AccessCard({ scope }: { scope: string }) {
  const fetcher = useFetcher<{ granted: boolean }>();
  const [state, setState] = useState<'idle' | 'asking' | 'declined'>('idle');
  const ask = async () => {
    setState('asking');
    const { result } = await window.shopify.scopes.request([scope]).catch(() => ({ result: 'declined-all' }));
    if (result !== 'granted-all') return setState('declined');
    setState('idle');
    fetcher.submit(null, { method: 'post' });
  };
  const declined = state === 'declined' || fetcher.data?.granted === false;
  return (
    <Card>
      <BlockStack gap="300">
        <CardHeading
          title="Shopify’s numbers need its permission"
          text="Sales Trail may not read Shopify’s reports. Allow it to see what Shopify credits to your tags, beside ours; it reads this one report and changes nothing. The orders below are compared without it, by what Shopify tells of their visits."
        />
        <div role="status">
          {declined && (
            <Banner tone="warning" title="Shopify was not allowed to give the access">
              <Text as="p">Everything else works as before.</Text>
            </Banner>
          )}
        </div>
        <InlineStack>
          <Button loading={state === 'asking' || fetcher.state !== 'idle'} onClick={() => void ask()}>
            Allow reading reports
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import { useDeferredValue } from 'react';
import type { Channel } from '~/channels/channel';
import { distinctLinks, linksOf } from '~/ui/message-links';
import { skipSentence } from '~/ui/skip-sentence';
import type { ContentValues } from './content-values';

/** Every link in what is written so far, and whether its clicks can be tracked. */
export function LinksFound({ channel, values }: { channel: Channel; values: ContentValues }) {
  const links = distinctLinks(linksOf(useDeferredValue(values), channel));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h3" variant="headingSm">
          Links found
        </Text>
        {links.length === 0 ? (
          <Text as="p" tone="subdued">
            No link yet. To track sales, the message needs at least one clickable link that leads toward
            checkout, such as one to a product or to your shop.
          </Text>
        ) : (
          <BlockStack as="ul" gap="200">
            {links.map(({ url, skipped }) => (
              <li key={url}>
                <InlineStack gap="200" blockAlign="center">
                  <span className="st-url">{url}</span>
                  {skipped ? <Badge>Not tracked</Badge> : <Badge tone="success">Can be tracked</Badge>}
                </InlineStack>
                {skipped && (
                  <Text as="p" variant="bodySm" tone="subdued">
                    {skipSentence[skipped]}
                  </Text>
                )}
              </li>
            ))}
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}

import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import { useDeferredValue } from 'react';
import type { Channel } from '~/channels/channel';
import type { Content } from '~/messaging/compose';
import { CopyButton } from '~/ui/copy-button';
import { distinctLinks, linksOf, type LinkWithPlaces } from '~/ui/message-links';
import { skipSentence } from '~/ui/skip-sentence';
import type { Tracking } from './summary-fields';

/** Every link with its tags, before anybody receives it. */
export function LinksCard({
  channel,
  content,
  tracking,
}: {
  channel: Channel;
  content: Content;
  tracking: Tracking;
}) {
  const { source, medium, campaign } = useDeferredValue(tracking);
  const links = distinctLinks(linksOf(content, channel, { source, medium, campaign }));
  if (links.every(({ taggedUrl }) => taggedUrl === null)) return null;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">
            Links as they will be sent
          </Text>
          <Text as="p" tone="subdued">
            Each link counts the click and then leads to the address shown here. An id of this exact message
            (utm_id) is set at sending and added to it.
          </Text>
        </BlockStack>
        <BlockStack as="ul" gap="400">
          {links.map((link) => (
            <li key={link.url}>
              <SentLink link={link} />
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

function SentLink({ link }: { link: LinkWithPlaces }) {
  const { url, taggedUrl, skipped, replaced, places } = link;
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center" wrap={false}>
        <span className="st-url">{taggedUrl ?? url}</span>
        {taggedUrl && <CopyButton text={taggedUrl} label={`Copy ${taggedUrl}`} />}
      </InlineStack>
      <InlineStack gap="200" blockAlign="center">
        {taggedUrl ? <Badge tone="success">Tracked</Badge> : <Badge>Sent as written</Badge>}
        {taggedUrl && <Badge>utm_id set at sending</Badge>}
        <Text as="span" variant="bodySm" tone="subdued">
          {[
            ...(places > 1 ? [`In ${places} places.`] : []),
            ...(skipped ? [skipSentence[skipped]] : []),
            ...replaced.map(({ name, was }) => `Its own ${name} “${was}” is replaced.`),
          ].join(' ')}
        </Text>
      </InlineStack>
    </BlockStack>
  );
}

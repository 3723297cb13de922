import { BlockStack, Button, Card, Text } from '@shopify/polaris';
import type { UnclaimedTagsView } from '~/reports/unclaimed-tags/interpret';
import { CardHeading } from '~/ui/card-heading';

interface UnclaimedCardProps {
  unclaimed: UnclaimedTagsView;
  onUse: (tags: UnclaimedTagsView['tags'][number]) => void;
}

/** Tags that customers came with and that belong to no message: what could be adopted. */
export function UnclaimedCard({ unclaimed: { tags, days }, onUse }: UnclaimedCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Tags of no message yet"
          text={`Seen in the visits of customers who ordered in the last ${days} days.`}
        />
        {tags.length === 0 && (
          <Text as="p" tone="subdued">
            None: every tagged visit belongs to a message or link of yours.
          </Text>
        )}
        <BlockStack as="ul" gap="300">
          {tags.map((one) => {
            const name = [one.source, one.medium, one.campaign].join(' / ');
            return (
              <li key={name}>
                <BlockStack gap="100" inlineAlign="start">
                  <Text as="p" breakWord fontWeight="medium">
                    {name}
                  </Text>
                  <Text as="p" tone="subdued">
                    {one.seen}
                  </Text>
                  <Button
                    variant="plain"
                    accessibilityLabel={`Use these tags: ${name}`}
                    onClick={() => onUse(one)}
                  >
                    Use these tags
                  </Button>
                </BlockStack>
              </li>
            );
          })}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

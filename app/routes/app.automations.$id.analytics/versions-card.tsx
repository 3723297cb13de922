import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { VersionView } from '~/reports/automation/interpret';
import { Figure } from './figure';

/** How contacts fared by the version that they entered, which they finish. */
export function VersionsCard({ versions }: { versions: VersionView[] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm">
            Versions
          </Text>
          <Text as="p" tone="subdued">
            Contacts finish the version that they entered.
          </Text>
        </BlockStack>
        <BlockStack as="ul" gap="300">
          {versions.map(({ version, published, ...counts }) => (
            <li key={version}>
              <BlockStack gap="100">
                <Text as="h3" variant="headingSm">
                  {`Version ${version}, published ${published}`}
                </Text>
                <InlineStack gap="400">
                  <Figure name="Entered" value={counts.entered} />
                  <Figure name="Inside" value={counts.inside} />
                  <Figure name="Completed" value={counts.completed} />
                  <Figure name="Met the goal" value={counts.goal} />
                  <Figure name="Left early" value={counts.left} />
                </InlineStack>
              </BlockStack>
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { CardHeading } from '~/ui/card-heading';

/** The rule in force, with the way to change it. */
export function AttributionCard({ version, rule }: { version: number; rule: string }) {
  return (
    <Card>
      <BlockStack gap="300">
        <CardHeading title="Attribution" text="By which rule messages earn orders." />
        <Text as="p">{rule}</Text>
        <InlineStack gap="300" blockAlign="center">
          <Button url="/app/settings/attribution">Change attribution</Button>
          <Text as="span" tone="subdued">
            {`Settings version ${version}`}
          </Text>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

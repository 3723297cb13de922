import { Badge, BlockStack, Card, Divider, InlineStack, Link, Text } from '@shopify/polaris';
import { CardHeading } from '~/ui/card-heading';

interface VersionsCardProps {
  /** The newest first. */
  versions: { version: number; rule: string; from: string }[];
  current: number;
}

/** Every version that there was. None is ever edited. */
export function VersionsCard({ versions, current }: VersionsCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Versions"
          text="Each change is a version of its own and none is ever edited. Of an earlier one the Sales overview shows what it came to when the next took its place."
        />
        {versions.length === 0 && (
          <Text as="p" tone="subdued">
            Version 1 is made with the first order.
          </Text>
        )}
        {versions.map(({ version, rule, from }) => (
          <BlockStack key={version} gap="200">
            <Divider />
            <InlineStack gap="200" blockAlign="center">
              <Text as="h3" variant="bodyMd" fontWeight="medium">
                {`Version ${version}`}
              </Text>
              {version === current && <Badge tone="success">In force</Badge>}
            </InlineStack>
            <Text as="p">{rule}</Text>
            <Text as="p" tone="subdued">
              {`Since ${from}`}
            </Text>
            {version !== current && (
              <InlineStack>
                <Link url={`/app/reports/sales-overview?version=${version}`}>
                  {`Sales overview by version ${version}`}
                </Link>
              </InlineStack>
            )}
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { TrailView } from '~/reports/order-receipt/interpret';
import { readableSubject } from '~/tagging/readable-subject';

/** What happened, in the order in which it did; what decided is marked. */
export function TrailCard({ trail, credited }: { trail: TrailView[]; credited: boolean }) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingSm">
          The trail
        </Text>
        <ol className="st-trail">
          {trail.map((entry, index) => (
            <li key={`${entry.atIso} ${index}`} data-deciding={entry.deciding || undefined}>
              <BlockStack gap="050">
                <InlineStack gap="200" blockAlign="center">
                  <Text as="span" fontWeight={entry.deciding ? 'semibold' : undefined} breakWord>
                    {readableSubject(entry.title)}
                  </Text>
                  {entry.deciding && <Badge tone={credited ? 'success' : 'info'}>Decided it</Badge>}
                </InlineStack>
                <Text as="span" variant="bodySm" tone="subdued">
                  <time dateTime={entry.atIso}>{entry.at}</time>
                  {entry.grade && ` · ${entry.grade.label}`}
                </Text>
                {entry.detail && (
                  <Text as="span" variant="bodySm" tone="subdued" breakWord>
                    {entry.detail}
                  </Text>
                )}
              </BlockStack>
            </li>
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}

import { Badge, BlockStack, Button, Card, Collapsible, InlineStack, Text, Tooltip } from '@shopify/polaris';
import { useState } from 'react';
import type { EvidenceView } from '~/reports/order-receipt/interpret';
import { readableSubject } from '~/tagging/readable-subject';

/** What counted, and behind a button what did not. */
export function EvidenceCards({
  accepted,
  rejected,
}: {
  accepted: EvidenceView[];
  rejected: EvidenceView[];
}) {
  const [open, setOpen] = useState(false);
  if (accepted.length === 0 && rejected.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingSm">
          What was considered
        </Text>
        {accepted.length > 0 ? (
          <EvidenceList lines={accepted} />
        ) : (
          <Text as="p" tone="subdued">
            Nothing counted towards a credit.
          </Text>
        )}
        {rejected.length > 0 && (
          <>
            <div>
              <Button
                variant="plain"
                disclosure={open ? 'up' : 'down'}
                ariaExpanded={open}
                ariaControls="rejected"
                onClick={() => setOpen((was) => !was)}
              >
                {`Not counted (${rejected.length})`}
              </Button>
            </div>
            <Collapsible id="rejected" open={open}>
              <EvidenceList lines={rejected} />
            </Collapsible>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function EvidenceList({ lines }: { lines: EvidenceView[] }) {
  return (
    <BlockStack as="ul" gap="300">
      {lines.map((line, index) => (
        <li key={`${line.grade.grade} ${index}`}>
          <BlockStack gap="050">
            <InlineStack gap="200" blockAlign="center">
              <Text as="span" breakWord>
                {readableSubject(line.title)}
              </Text>
              <Tooltip content={line.grade.meaning}>
                <Badge>{line.grade.label}</Badge>
              </Tooltip>
            </InlineStack>
            <Text as="p">{readableSubject(line.reason)}</Text>
            <Text as="p" variant="bodySm" tone="subdued" breakWord>
              {[line.at, line.detail].filter(Boolean).join(' · ')}
            </Text>
          </BlockStack>
        </li>
      ))}
    </BlockStack>
  );
}

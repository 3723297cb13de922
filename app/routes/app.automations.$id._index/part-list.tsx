import { BlockStack, Box, Button, InlineStack } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { ProblemLines } from './problem-lines';

interface PartListProps<T extends { id: string }> {
  /** Such as trigger. */
  noun: string;
  parts: readonly T[];
  fields: (part: T) => ReactNode;
  problems: (id: string) => string[];
  onAdd: () => void;
  onRemove: (id: string) => void;
}

const MOST = 10;

/** Triggers or goals, any of which is enough: a box each. */
export function PartList<T extends { id: string }>(props: PartListProps<T>) {
  const { noun, parts } = props;
  return (
    <BlockStack gap="400">
      {parts.map((part, index) => (
        <Box key={part.id} padding="300" borderWidth="025" borderColor="border" borderRadius="200">
          <BlockStack gap="300">
            <ProblemLines lines={props.problems(part.id)} />
            {props.fields(part)}
            <InlineStack align="end">
              <Button
                variant="plain"
                tone="critical"
                accessibilityLabel={`Remove ${noun} ${index + 1}`}
                onClick={() => props.onRemove(part.id)}
              >
                Remove
              </Button>
            </InlineStack>
          </BlockStack>
        </Box>
      ))}
      {parts.length < MOST && (
        <div>
          <Button onClick={props.onAdd}>{parts.length === 0 ? `Add ${noun}` : `Add another ${noun}`}</Button>
        </div>
      )}
    </BlockStack>
  );
}

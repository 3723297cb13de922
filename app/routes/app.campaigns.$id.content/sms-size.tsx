import { BlockStack, Text } from '@shopify/polaris';
import { useDeferredValue, useMemo } from 'react';
import { SAMPLE_CONTACT } from '~/tagging/merge-tags';
import { smsCost } from '~/tagging/sms-cost';

/** How many text messages the network makes of one, and which characters make it more. */
export function SmsSize({ text, shortLink }: { text: string; shortLink: string }) {
  const typed = useDeferredValue(text);
  const { segments, units, left, forcedBy } = useMemo(
    () => smsCost(typed, SAMPLE_CONTACT, shortLink),
    [typed, shortLink],
  );
  return (
    <BlockStack gap="100">
      <div role="status">
        <Text as="p">
          {`${segments === 1 ? '1 text message' : `${segments} text messages`} for each contact: ${units} characters, ${left} left.`}
        </Text>
      </div>
      {forcedBy.length > 0 && (
        <Text as="p" tone="caution" breakWord>
          {`A text message holds 70 characters instead of 160 because of: ${forcedBy.join(' ')}`}
        </Text>
      )}
      <Text as="p" variant="bodySm" tone="subdued">
        Counted with a contact’s name filled in and each link shortened, as tracking sends it.
      </Text>
    </BlockStack>
  );
}

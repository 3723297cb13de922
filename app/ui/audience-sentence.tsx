import { Button, InlineStack, Text } from '@shopify/polaris';
import type { Channel } from '~/channels/channel';
import { type AudienceCount, peopleText } from '~/ui/use-audience-count';

const CONSENT: Record<Channel, string> = {
  email: 'with e-mail consent',
  sms: 'with a phone number and SMS consent',
  whatsapp: 'with a phone number and WhatsApp consent',
  voice: 'with a phone number and SMS consent, on which calls rest',
};

interface AudienceSentenceProps {
  count: AudienceCount;
  channel: Channel;
  again: () => void;
}

/** In the segment → with consent → will receive it. */
export function AudienceSentence({ count, channel, again }: AudienceSentenceProps) {
  if (count.state === 'none') return null;
  if (count.state === 'counting') return <span role="status">Counting…</span>;
  if (!count.ok)
    return (
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" tone="critical">
          {count.reason === 'segment_gone'
            ? 'This segment no longer exists in Shopify. Choose another one.'
            : 'Shopify did not answer, so the people in it could not be counted.'}
        </Text>
        {count.reason === 'not_answered' && (
          <Button variant="plain" onClick={again}>
            Count again
          </Button>
        )}
      </InlineStack>
    );
  const { inSegment, withConsent, counted } = count;
  return (
    <span role="status">
      {`${inSegment.toLocaleString('en')} in the segment → ${peopleText(withConsent, counted)} ${CONSENT[channel]} → `}
      <Text as="span" fontWeight="semibold">
        {`${peopleText(withConsent, counted)} will receive it`}
      </Text>
    </span>
  );
}

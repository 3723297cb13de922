import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { Channel } from '~/channels/channel';
import { CardHeading } from '~/ui/card-heading';
import { CopyButton } from '~/ui/copy-button';
import type { ProviderValues } from './provider-values';

interface CallbacksCardProps {
  channel: Channel;
  provider: ProviderValues['provider'];
  callbacks: { twilio: string; meta: string; verifyToken: string };
}

/** What is to be entered at the provider, so that replies and STOP words arrive. */
export function CallbacksCard({ channel, provider, callbacks }: CallbacksCardProps) {
  if (channel !== 'sms' && channel !== 'whatsapp') return null;
  const meta = provider === 'meta';
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading title="Replies and STOP words" text={meta ? META : TWILIO[channel]} />
        <ToPaste
          title={meta ? 'Callback URL' : 'Webhook URL'}
          text={meta ? callbacks.meta : callbacks.twilio}
        />
        {meta && <ToPaste title="Verify token" text={callbacks.verifyToken} />}
      </BlockStack>
    </Card>
  );
}

const TWILIO = {
  sms: 'Paste this address in the Twilio Console under Phone Numbers, your number, Messaging, “A message comes in”, with HTTP POST. Somebody who answers STOP is then unsubscribed here as well.',
  whatsapp:
    'Paste this address in the Twilio Console under Messaging, Senders, WhatsApp senders, your number, “Webhook URL for incoming messages”, with HTTP POST. Somebody who answers STOP is then unsubscribed here as well.',
};
const META =
  'Connect first. Then paste both in Meta’s App Dashboard under WhatsApp, Configuration, Webhook, and subscribe to the field “messages”: delivery reports, replies and STOP words arrive there.';

function ToPaste({ title, text }: { title: string; text: string }) {
  return (
    <BlockStack gap="050">
      <Text as="h3" variant="bodySm" tone="subdued">
        {title}
      </Text>
      <InlineStack gap="100" wrap={false} blockAlign="center">
        <span className="st-url">{text}</span>
        <CopyButton text={text} label={`Copy the ${title.replace(/^[CWV]/, (c) => c.toLowerCase())}`} />
      </InlineStack>
    </BlockStack>
  );
}

import { BlockStack, Button, Card, Icon, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import { CheckCircleIcon, MinusCircleIcon } from '@shopify/polaris-icons';
import type { SetUpStep } from '~/reports/home/interpret';

const next: Partial<Record<SetUpStep['step'], { label: string; url: string }>> = {
  pixel: { label: 'Check again', url: '/app' },
  webhooks: { label: 'See orders', url: '/app/orders' },
  sender: { label: 'See campaigns', url: '/app/campaigns?tab=sent' },
  first_message: { label: 'Create campaign', url: '/app/campaigns/new' },
};

/** The way to the first tracked sale; each step checks itself, and the guide goes when all are done. */
export function SetUpGuide({ steps }: { steps: SetUpStep[] }) {
  const done = steps.filter((step) => step.done).length;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd" id="set-up">
            Set up Sales Trail
          </Text>
          <Text
            as="p"
            tone="subdued"
          >{`${done} of ${steps.length} steps done. Each one checks itself.`}</Text>
          <ProgressBar progress={(done / steps.length) * 100} size="small" ariaLabelledBy="set-up" />
        </BlockStack>
        <BlockStack as="ul" gap="400">
          {steps.map((step) => (
            <li key={step.step}>
              <Step {...step} />
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

function Step({ step, title, done, detail, inSettings }: SetUpStep) {
  const action = inSettings ? { label: 'Open settings', url: '/app/settings' } : next[step];
  return (
    <InlineStack gap="300" wrap={false} blockAlign="start">
      <span>
        <Icon
          source={done ? CheckCircleIcon : MinusCircleIcon}
          tone={done ? 'success' : 'subdued'}
          accessibilityLabel={done ? 'Done' : 'Not done yet'}
        />
      </span>
      <BlockStack gap="100" inlineAlign="start">
        <Text as="h3" variant="headingSm">
          {title}
        </Text>
        <Text as="p" tone="subdued">
          {detail}
        </Text>
        {!done && action && <Button url={action.url}>{action.label}</Button>}
      </BlockStack>
    </InlineStack>
  );
}

import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { MessageFigures, MessageView, StepView } from '~/reports/automation/step-view';
import { readableSubject } from '~/tagging/readable-subject';
import { Figure } from './figure';

/** The flow from top to bottom: who reached each step, waits or left there, and what its message earned. */
export function StepsCard({ steps, basis }: { steps: StepView[]; basis: string }) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm">
            Step by step
          </Text>
          <Text as="p" tone="subdued">
            {`Times that contacts reached each step, of all versions. Drop-off: the share that left there. Opened and clicked: people, of the messages delivered. Orders and revenue: credited to this message alone. ${basis} A dash: nothing came of it yet, its sales are not tracked, or it is older than what your settings keep.`}
          </Text>
        </BlockStack>
        <ol className="st-step-numbers">
          {steps.map((step) => (
            <li key={step.id} style={{ marginInlineStart: `${step.depth}rem` }}>
              <Step step={step} />
            </li>
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}

const WAY = { yes: 'Under Yes', no: 'Under No' };

function Step({ step }: { step: StepView }) {
  const { answers, message } = step;
  return (
    <BlockStack gap="150">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingSm" breakWord>
          {step.text}
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {step.way ? `${step.kind}, ${WAY[step.way].toLowerCase()}` : step.kind}
        </Text>
        {step.gone && <Badge>In earlier versions</Badge>}
      </InlineStack>
      <InlineStack gap="400">
        <Figure name="Reached" value={step.reached} />
        <Figure name="Waiting" value={step.waiting} />
        <Figure name="Drop-off" value={step.dropOff} />
        {answers && (
          <>
            <Figure name="Yes" value={answers.yes} />
            <Figure name="No" value={answers.no} />
          </>
        )}
        {message && <MessageNumbers {...message} />}
      </InlineStack>
      <Reasons title="Left here" reasons={step.left} />
      {message && <Reasons title="Not sent" reasons={message.notSent} />}
      {message && message.versions.length > 1 && <Versions message={message} />}
    </BlockStack>
  );
}

function MessageNumbers({ delivered, opened, clicked, orders, revenue }: MessageFigures) {
  return (
    <>
      <Figure name="Delivered" value={delivered} />
      <Figure name="Opened" value={opened} />
      <Figure name="Clicked" value={clicked} />
      <Figure name="Orders" value={orders} />
      <Figure name="Revenue" value={revenue} />
    </>
  );
}

function Reasons({ title, reasons }: { title: string; reasons: { reason: string; count: number }[] }) {
  if (reasons.length === 0) return null;
  return (
    <Text as="p" variant="bodySm" tone="subdued" breakWord>
      {`${title}: ${reasons.map(({ reason, count }) => `${count.toLocaleString('en')} ${reason}`).join('; ')}`}
    </Text>
  );
}

/** What each frozen version of a message came to by itself. */
function Versions({ message }: { message: MessageView }) {
  return (
    <BlockStack as="ul" gap="200">
      {message.versions.map(({ id, frozen, subject, ...figures }) => (
        <li key={id}>
          <BlockStack gap="100">
            <Text as="p" variant="bodySm" breakWord>
              {`As published ${frozen}${subject ? `: “${readableSubject(subject)}”` : ''}`}
            </Text>
            <InlineStack gap="400">
              <MessageNumbers {...figures} />
            </InlineStack>
          </BlockStack>
        </li>
      ))}
    </BlockStack>
  );
}

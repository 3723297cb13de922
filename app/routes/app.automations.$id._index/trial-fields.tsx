import { Badge, Banner, BlockStack, Button, InlineStack, SkeletonBodyText, Text } from '@shopify/polaris';
import type { TrialLine } from '~/automations/trial-words';
import { ContactPicker } from '~/ui/contact-picker';
import { Moment } from '~/ui/moment';
import type { TrialAnswer } from './builder-fields';
import type { DryRun } from './use-dry-run';

interface TrialFieldsProps {
  trial: DryRun;
  zone: string;
  /** Opens a step of the flow. */
  onOpen: (stepId: string) => void;
}

/** Goes through the flow with a contact, without anything happening: each decision, its moment, and why. */
export function TrialFields({ trial, zone, onOpen }: TrialFieldsProps) {
  const { contact, answer, busy } = trial;
  return (
    <BlockStack gap="400">
      <Text as="p" tone="subdued">
        Whether this contact would be let in, and what would happen then if they did nothing more: opened no
        message, clicked and ordered nothing. Nothing is sent or changed.
      </Text>
      <ContactPicker label="Contact" madeUp={[]} chosen={contact} onChoose={trial.choose} />
      <div role="status">
        {busy ? (
          <SkeletonBodyText lines={4} />
        ) : (
          answer && <Answer answer={answer} zone={zone} onOpen={onOpen} />
        )}
      </div>
      {contact && !busy && (
        <div>
          <Button onClick={trial.again}>Run again</Button>
        </div>
      )}
    </BlockStack>
  );
}

function Answer({
  answer,
  zone,
  onOpen,
}: { answer: TrialAnswer } & Pick<TrialFieldsProps, 'zone' | 'onOpen'>) {
  if ('trouble' in answer)
    return (
      <Banner tone="warning">
        <Text as="p">{answer.trouble}</Text>
      </Banner>
    );
  return (
    <ol className="st-trial">
      {answer.lines.map((line, index) => (
        <li key={index}>
          <BlockStack gap="050" inlineAlign="start">
            <Text as="span" variant="bodySm" tone="subdued">
              <Moment at={line.at} now={answer.now} zone={zone} />
            </Text>
            <What line={line} onOpen={onOpen} />
            {line.why.map((why) => (
              <Text key={why} as="span" variant="bodySm" tone="subdued" breakWord>
                {why}
              </Text>
            ))}
          </BlockStack>
        </li>
      ))}
    </ol>
  );
}

function What({
  line: { what, stepId, tone },
  onOpen,
}: {
  line: TrialLine;
  onOpen: (stepId: string) => void;
}) {
  return (
    <InlineStack gap="200" blockAlign="center">
      {stepId === null ? (
        <Text as="span" fontWeight="semibold">
          {what}
        </Text>
      ) : (
        <Button variant="plain" textAlign="start" onClick={() => onOpen(stepId)}>
          {what}
        </Button>
      )}
      {tone === 'kept_out' && <Badge tone="warning">Not let in</Badge>}
      {tone === 'skipped' && <Badge tone="warning">Skipped</Badge>}
    </InlineStack>
  );
}

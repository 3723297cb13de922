import { BlockStack, Box, Button, Checkbox, Text, TextField } from '@shopify/polaris';
import { useDeferredValue, useMemo } from 'react';
import { stepTokens } from '~/automations/check-definition';
import type { SendStep } from '~/automations/definition';
import { canTrack } from '~/channels/channel';
import type { Content } from '~/messaging/compose';
import { type LintContext, lintLinks, lintTags } from '~/tagging/linter';
import { startingTags, type TagDefaults } from '~/tagging/tag-defaults';
import { resolveTags, tokensIn } from '~/tagging/tag-tokens';
import { linksOf } from '~/ui/message-links';
import { TagFields } from '~/ui/tag-fields';

/** What the tags of a step's message are checked against. */
export interface TrackingFacts {
  automationName: string;
  content: Content | undefined;
  known: LintContext['known'];
  defaults: TagDefaults;
  shopHosts: string[];
  shopUrl: string;
}

/** What keeps the tags from being published stands above the fields. */
const NO_ERRORS = {};

interface SendFieldsProps {
  step: SendStep;
  onChange: (some: Partial<SendStep>, at: string) => void;
  facts: TrackingFacts;
  /** Goes to the editor of the message. */
  onWrite: () => void;
  writing: boolean;
}

/** The name of a message, the way to its content, and how its sales are tracked. */
export function SendFields({ step, onChange, facts, ...props }: SendFieldsProps) {
  const { content } = facts;
  const written = content && (step.channel === 'email' ? content.subject : content.text);
  return (
    <BlockStack gap="400">
      <TextField
        label="Message name"
        value={step.name}
        maxLength={100}
        onChange={(name) => onChange({ name }, 'name')}
        autoComplete="off"
        helpText="Reports call the message by it."
      />
      <BlockStack gap="200" inlineAlign="start">
        {written && (
          <Text as="p" breakWord>
            {`“${written.slice(0, 200)}”`}
          </Text>
        )}
        <Button onClick={props.onWrite} loading={props.writing}>
          {written ? 'Edit message' : 'Write message'}
        </Button>
      </BlockStack>
      <Tracking step={step} onChange={onChange} facts={facts} />
    </BlockStack>
  );
}

function Tracking({ step, onChange, facts }: Pick<SendFieldsProps, 'step' | 'onChange' | 'facts'>) {
  const { channel } = step;
  const possible = canTrack(channel).ok;
  const { on, ...tags } = step.tracking;
  const change = (some: Partial<SendStep['tracking']>) =>
    onChange({ tracking: { ...step.tracking, ...some } }, Object.keys(some).join());
  const tokens = stepTokens(facts.automationName, step);
  const typed = useDeferredValue(step);
  const findings = useMemo(() => {
    if (!typed.tracking.on) return [];
    const tokens = stepTokens(facts.automationName, typed);
    const context = { channel, known: facts.known, initiative: facts.automationName, tokens };
    const links = facts.content ? linksOf(facts.content, channel, resolveTags(typed.tracking, tokens)) : [];
    return [...lintTags(typed.tracking, context), ...lintLinks(links, facts.shopHosts, facts.shopUrl)];
  }, [typed, channel, facts]);
  return (
    <BlockStack gap="300">
      <BlockStack gap="100">
        <Checkbox
          label={`Track sales from this ${channel === 'email' ? 'Email' : 'Message'}`}
          checked={on && possible}
          disabled={!possible}
          onChange={(checked) => change({ on: checked, ...(checked ? startOf(step, facts) : {}) })}
          ariaDescribedBy="step-tracking-help"
        />
        <Text as="p" tone="subdued" id="step-tracking-help">
          {possible
            ? 'Adds UTM values to every link. A purchase that follows a click is then credited to this exact message.'
            : 'A call has no links that could be clicked, so its sales cannot be tracked.'}
        </Text>
      </BlockStack>
      {on && possible && (
        <>
          {findings
            .filter(({ field, level }) => field === 'links' && level === 'advice')
            .map(({ reason, message }) => (
              <Box key={reason} padding="200" background="bg-surface-warning" borderRadius="200">
                <Text as="p" tone="caution" breakWord>
                  {message}
                </Text>
              </Box>
            ))}
          <TagFields
            initiative={facts.automationName}
            channel={channel}
            values={tags}
            onChange={change}
            known={facts.known}
            findings={findings}
            sentAs={resolveTags(tags, tokens)}
            errors={NO_ERRORS}
            columns={1}
          />
          <Text as="p" variant="bodySm" tone="subdued">
            {
              'Lowercase letters and underscores keep reports tidy. {{automation}} and {{step}} are filled in with the names when it is published.'
            }
          </Text>
        </>
      )}
    </BlockStack>
  );
}

/** Fills what is empty from the shop's defaults, as far as their tokens have a meaning in an automation. */
function startOf({ tracking, channel }: SendStep, { defaults }: TrackingFacts) {
  const tags = startingTags(defaults, channel);
  const fits = (value: string) =>
    tokensIn(value).every((token) => token === 'automation' || token === 'step');
  return {
    source: tracking.source || (fits(tags.source) ? tags.source : ''),
    medium: tracking.medium || (fits(tags.medium) ? tags.medium : channel),
    campaign: tracking.campaign || (fits(tags.campaign) && tags.campaign ? tags.campaign : '{{automation}}'),
  };
}

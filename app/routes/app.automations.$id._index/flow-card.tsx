import { Badge, Icon, type IconSource, InlineStack, Text } from '@shopify/polaris';
import {
  AutomationIcon,
  ChatIcon,
  ClockIcon,
  EmailIcon,
  HashtagIcon,
  NoteIcon,
  PhoneIcon,
  QuestionCircleIcon,
} from '@shopify/polaris-icons';
import type { Step } from '~/automations/definition';
import { stepInWords, stepKindLabel, type Surroundings } from '~/automations/flow-words';
import { type Channel, channelLabel } from '~/channels/channel';
import { stepCardId } from './use-builder';

interface FlowCardProps {
  /** Of its element. */
  id: string;
  step?: string;
  icon: IconSource;
  kind: string;
  text: string;
  note?: string;
  /** What it came to so far. */
  numbers?: string;
  problems: number;
  open: boolean;
  onOpen: () => void;
}

/** One card of the flow, a button that opens its settings. */
export function FlowCard({ id, step, icon, kind, text, note, numbers, ...props }: FlowCardProps) {
  const { problems, open, onOpen } = props;
  return (
    <button
      type="button"
      id={id}
      className="st-flow-card"
      data-step={step}
      aria-expanded={open}
      aria-controls={open ? 'panel' : undefined}
      onClick={onOpen}
    >
      <span className="st-flow-card__icon">
        <Icon source={icon} tone="subdued" />
      </span>
      <span className="st-flow-card__words">
        <Text as="span" variant="bodySm" tone="subdued">
          {kind}
        </Text>
        <Text as="span" fontWeight="semibold" breakWord>
          {text}
        </Text>
        {(note !== undefined || problems > 0) && (
          <InlineStack gap="100">
            {note !== undefined && <Badge>{note}</Badge>}
            {problems > 0 && (
              <Badge tone="warning">{problems === 1 ? '1 to fix' : `${problems} to fix`}</Badge>
            )}
          </InlineStack>
        )}
        {numbers && (
          <Text as="span" variant="bodySm" tone="subdued" numeric>
            {numbers}
          </Text>
        )}
      </span>
    </button>
  );
}

const channelIcon: Record<Channel, IconSource> = {
  email: EmailIcon,
  sms: ChatIcon,
  whatsapp: ChatIcon,
  voice: PhoneIcon,
};

const kindIcon: Record<Exclude<Step['kind'], 'send'>, IconSource> = {
  delay: ClockIcon,
  if_else: QuestionCircleIcon,
  tag: HashtagIcon,
  start: AutomationIcon,
  note: NoteIcon,
};

interface StepCardProps {
  step: Step;
  around: Surroundings;
  numbers?: string;
  problems: number;
  open: boolean;
  onOpen: () => void;
}

export function StepCard({ step, around, ...state }: StepCardProps) {
  const isSend = step.kind === 'send';
  return (
    <FlowCard
      {...state}
      id={stepCardId(step.id)}
      step={step.id}
      icon={isSend ? channelIcon[step.channel] : kindIcon[step.kind]}
      kind={isSend ? channelLabel[step.channel] : stepKindLabel[step.kind]}
      text={stepInWords(step, around)}
      note={isSend && step.tracking.on && step.channel !== 'voice' ? 'Sales tracked' : undefined}
    />
  );
}

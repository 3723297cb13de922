import { BlockStack, Box, Button, FormLayout, InlineStack, Select, TextField } from '@shopify/polaris';
import type { Condition, QuestionStep, SendStep } from '~/automations/definition';
import { CONSENT_CHANNELS } from '~/contacts/contact';
import { channelLabel } from '~/channels/channel';
import { NumberField } from '~/ui/number-field';
import { AmountField } from './amount-field';

type Fact = Condition['fact'];

const factLabel: Record<Fact, string> = {
  ordered_since_entry: 'Ordered since entering',
  ordered_within: 'Ordered lately',
  order_count: 'Number of orders',
  spent: 'Spent in total',
  order_value: 'Value of the order they entered by',
  tag: 'Contact’s tag',
  consent: 'Agreed to messages',
  opened: 'Opened a message',
  clicked: 'Clicked a message',
};

const isFact = (text: string): text is Fact => text in factLabel;

interface ConditionRowsProps {
  step: QuestionStep;
  onChange: (some: Partial<Pick<QuestionStep, 'match' | 'conditions'>>, at: string) => void;
  /** The flow's messages. */
  messages: SendStep[];
  currency: string;
}

const MOST = 10;

/** What an If/Else asks for, row by row. */
export function ConditionRows({ step, onChange, messages, currency }: ConditionRowsProps) {
  const { conditions, match } = step;
  const put = (index: number, condition: Condition) =>
    onChange({ conditions: conditions.map((one, at) => (at === index ? condition : one)) }, `row ${index}`);
  return (
    <BlockStack gap="400">
      {conditions.length > 1 && (
        <Select
          label="Yes, if"
          options={[
            { value: 'all', label: 'All of these hold' },
            { value: 'any', label: 'Any of these holds' },
          ]}
          value={match}
          onChange={(value: QuestionStep['match']) => onChange({ match: value }, 'match')}
        />
      )}
      {conditions.map((condition, index) => (
        <Box key={index} padding="300" borderWidth="025" borderColor="border" borderRadius="200">
          <FormLayout>
            <Select
              label={conditions.length > 1 ? `Condition ${index + 1}` : 'Condition'}
              options={Object.entries(factLabel)
                .filter(([fact]) => messages.length > 0 || (fact !== 'opened' && fact !== 'clicked'))
                .map(([value, label]) => ({ value, label }))}
              value={condition.fact}
              onChange={(fact) => isFact(fact) && put(index, startOf(fact, messages))}
            />
            <ConditionFields
              condition={condition}
              onChange={(next) => put(index, next)}
              messages={messages}
              currency={currency}
            />
            <InlineStack align="end">
              <Button
                variant="plain"
                tone="critical"
                accessibilityLabel={`Remove condition ${index + 1}`}
                onClick={() =>
                  onChange({ conditions: conditions.filter((_, at) => at !== index) }, `without ${index}`)
                }
              >
                Remove
              </Button>
            </InlineStack>
          </FormLayout>
        </Box>
      ))}
      {conditions.length < MOST && (
        <div>
          <Button
            onClick={() =>
              onChange(
                { conditions: [...conditions, { fact: 'ordered_since_entry', is: true }] },
                `with ${conditions.length}`,
              )
            }
          >
            Add condition
          </Button>
        </div>
      )}
    </BlockStack>
  );
}

function startOf(fact: Fact, messages: SendStep[]): Condition {
  switch (fact) {
    case 'consent':
      return { fact, channel: 'email', is: true };
    case 'tag':
      return { fact, tag: '', is: true };
    case 'order_count':
      return { fact, op: 'at_least', count: 1 };
    case 'spent':
    case 'order_value':
      return { fact, op: 'at_least', minor: '0' };
    case 'ordered_since_entry':
      return { fact, is: true };
    case 'ordered_within':
      return { fact, days: 30, is: true };
    case 'opened':
    case 'clicked':
      return { fact, stepId: messages[0]?.id ?? '', is: true };
  }
}

interface ConditionFieldsProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
  messages: SendStep[];
  currency: string;
}

function ConditionFields({ condition, onChange, messages, currency }: ConditionFieldsProps) {
  return (
    <>
      {'is' in condition && (
        <Select
          label="Holds where"
          options={[
            { value: 'yes', label: 'This is so' },
            { value: 'no', label: 'This is not so' },
          ]}
          value={condition.is ? 'yes' : 'no'}
          onChange={(value) => onChange({ ...condition, is: value === 'yes' })}
        />
      )}
      {'op' in condition && (
        <Select
          label="Compared"
          options={[
            { value: 'at_least', label: 'At least' },
            { value: 'at_most', label: 'At most' },
          ]}
          value={condition.op}
          onChange={(op: 'at_least' | 'at_most') => onChange({ ...condition, op })}
        />
      )}
      {'minor' in condition && (
        <AmountField
          label="Amount"
          minor={condition.minor}
          currency={currency}
          onChange={(minor) => onChange({ ...condition, minor })}
        />
      )}
      {condition.fact === 'order_count' && (
        <NumberField
          label="Orders"
          value={condition.count}
          least={0}
          most={100_000}
          onChange={(count) => onChange({ ...condition, count })}
        />
      )}
      {condition.fact === 'ordered_within' && (
        <NumberField
          label="Within the last"
          suffix="days"
          value={condition.days}
          least={1}
          most={730}
          onChange={(days) => onChange({ ...condition, days })}
        />
      )}
      {condition.fact === 'tag' && (
        <TextField
          label="Tag"
          value={condition.tag}
          maxLength={40}
          onChange={(tag) => onChange({ ...condition, tag })}
          autoComplete="off"
        />
      )}
      {condition.fact === 'consent' && (
        <Select
          label="Channel"
          options={CONSENT_CHANNELS.map((value) => ({ value, label: channelLabel[value] }))}
          value={condition.channel}
          onChange={(channel: (typeof CONSENT_CHANNELS)[number]) => onChange({ ...condition, channel })}
        />
      )}
      {'stepId' in condition && (
        <Select
          label="Message"
          options={messages.map(({ id, name }) => ({ value: id, label: name || 'Without a name' }))}
          value={condition.stepId}
          onChange={(stepId) => onChange({ ...condition, stepId })}
        />
      )}
    </>
  );
}

import { Button, InlineStack, Select, Text, TextField } from '@shopify/polaris';
import { DeleteIcon } from '@shopify/polaris-icons';
import {
  type Condition,
  FILTER_FIELDS,
  type FilterField,
  filterFieldLabel,
  fixedChoices,
} from '~/reports/sales-overview/filter';
import type { FilterChoice } from '~/reports/sales-overview/filter-choices.server';

interface ConditionFieldsProps {
  condition: Condition;
  /** Tells its fields from those of other conditions. */
  name: string;
  /** What joins it to the one before. */
  lead?: string | undefined;
  choices: FilterChoice[];
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

type Choices = { value: string; label: string }[];

/** One condition: what, is or is not, and which. */
export function ConditionFields({
  condition,
  name,
  lead,
  choices,
  onChange,
  onRemove,
}: ConditionFieldsProps) {
  const { field, is, value } = condition;
  const options = optionsOf(field, choices);
  const known = options?.some((one) => one.value === value) ?? true;
  return (
    <InlineStack gap="200" blockAlign="center">
      {lead && <Text as="span">{lead}</Text>}
      <Select
        label={`What is asked in ${name}`}
        labelHidden
        options={FILTER_FIELDS.map((one) => ({ value: one, label: filterFieldLabel[one] }))}
        value={field}
        onChange={(next) => {
          const chosen = FILTER_FIELDS.find((one) => one === next) ?? field;
          onChange({ field: chosen, is, value: optionsOf(chosen, choices)?.[0]?.value ?? '' });
        }}
      />
      <Select
        label={`How ${name} is met`}
        labelHidden
        options={[
          { value: 'is', label: 'is' },
          { value: 'not', label: 'is not' },
        ]}
        value={is ? 'is' : 'not'}
        onChange={(next) => onChange({ ...condition, is: next === 'is' })}
      />
      {options ? (
        <Select
          label={`Value of ${name}`}
          labelHidden
          options={known || value === '' ? options : [{ value, label: `No. ${value}` }, ...options]}
          value={value}
          onChange={(next) => onChange({ ...condition, value: next })}
        />
      ) : (
        <TextField
          label={`Value of ${name}`}
          labelHidden
          autoComplete="off"
          maxLength={1_000}
          value={value}
          onChange={(next) => onChange({ ...condition, value: next })}
        />
      )}
      <Button variant="tertiary" icon={DeleteIcon} accessibilityLabel={`Remove ${name}`} onClick={onRemove} />
    </InlineStack>
  );
}

/** What can be chosen; undefined where anything can be typed. */
function optionsOf(field: FilterField, choices: FilterChoice[]): Choices | undefined {
  if (field === 'source' || field === 'medium' || field === 'tag_campaign') return undefined;
  return fixedChoices[field] ?? choices.filter((choice) => choice.field === field);
}

import { FormLayout, Select } from '@shopify/polaris';
import { type Duration, UNITS } from '~/automations/definition';
import { NumberField } from '~/ui/number-field';

const unitLabel = { minutes: 'Minutes', hours: 'Hours', days: 'Days', weeks: 'Weeks' };

export function DurationFields({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Duration;
  onChange: (value: Duration) => void;
}) {
  return (
    <FormLayout.Group condensed>
      <NumberField
        label={label}
        value={value.amount}
        least={1}
        most={365}
        onChange={(amount) => onChange({ ...value, amount })}
      />
      <Select
        label="Unit"
        options={UNITS.map((unit) => ({ value: unit, label: unitLabel[unit] }))}
        value={value.unit}
        onChange={(unit: Duration['unit']) => onChange({ ...value, unit })}
      />
    </FormLayout.Group>
  );
}

import { ChoiceList, FormLayout, Select, TextField } from '@shopify/polaris';
import type { Wait } from '~/automations/definition';
import { weekdayName } from '~/automations/flow-words';
import { ClockField } from './clock-field';
import { DurationFields } from './duration-fields';

const kinds: { value: Wait['kind']; label: string }[] = [
  { value: 'for', label: 'For a while' },
  { value: 'until_time', label: 'Until a time of day' },
  { value: 'until_date', label: 'Until a date' },
];

interface DelayFieldsProps {
  wait: Wait;
  onChange: (wait: Wait) => void;
  /** yyyy-mm-dd in the shop's zone. */
  today: string;
  zone: string;
}

export function DelayFields({ wait, onChange, today, zone }: DelayFieldsProps) {
  const startOf: Record<Wait['kind'], Wait> = {
    for: { kind: 'for', duration: { amount: 1, unit: 'days' } },
    until_time: { kind: 'until_time', at: '09:00', weekdays: [] },
    until_date: { kind: 'until_date', on: today, at: '09:00' },
  };
  return (
    <FormLayout>
      <Select
        label="Wait"
        options={kinds}
        value={wait.kind}
        onChange={(kind: Wait['kind']) => onChange(startOf[kind])}
      />
      {wait.kind === 'for' && (
        <DurationFields
          label="How long"
          value={wait.duration}
          onChange={(duration) => onChange({ ...wait, duration })}
        />
      )}
      {wait.kind === 'until_date' && (
        <TextField
          label="Date"
          type="date"
          value={wait.on}
          onChange={(on) => on && onChange({ ...wait, on })}
          autoComplete="off"
          helpText="Whoever arrives later goes on at once."
        />
      )}
      {wait.kind !== 'for' && (
        <ClockField label="Time" value={wait.at} onChange={(at) => onChange({ ...wait, at })} zone={zone} />
      )}
      {wait.kind === 'until_time' && (
        <ChoiceList
          title="Only on these days; on any where none is chosen"
          allowMultiple
          selected={wait.weekdays.map(String)}
          onChange={(days) => onChange({ ...wait, weekdays: days.map(Number) })}
          choices={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: weekdayName(day) }))}
        />
      )}
    </FormLayout>
  );
}

import { BlockStack, Checkbox, FormLayout, Select, TextField } from '@shopify/polaris';
import type { Flow, Reentry } from '~/automations/definition';
import { NumberField } from '~/ui/number-field';
import { ClockField } from './clock-field';

interface SettingsFieldsProps {
  name: string;
  onName: (name: string) => void;
  flow: Flow;
  onChange: (some: Partial<Flow>, at: string) => void;
  zone: string;
}

const reentryStart: Record<Reentry['kind'], Reentry> = {
  never: { kind: 'never' },
  after_finishing: { kind: 'after_finishing' },
  after_days: { kind: 'after_days', days: 30 },
};

/** What holds for the automation as a whole. */
export function SettingsFields({ name, onName, flow, onChange, zone }: SettingsFieldsProps) {
  const { reentry, quietHours } = flow;
  return (
    <BlockStack gap="400">
      <FormLayout>
        <TextField
          label="Automation name"
          value={name}
          maxLength={120}
          onChange={onName}
          autoComplete="off"
          error={name.trim() ? undefined : 'Give the automation a name.'}
        />
        <Select
          label="A contact may enter"
          options={[
            { value: 'never', label: 'Once' },
            { value: 'after_finishing', label: 'Again, once they are out' },
            { value: 'after_days', label: 'Again after some days' },
          ]}
          value={reentry.kind}
          onChange={(kind: Reentry['kind']) => onChange({ reentry: reentryStart[kind] }, 'reentry')}
        />
        {reentry.kind === 'after_days' && (
          <NumberField
            label="Days since they last entered"
            value={reentry.days}
            least={1}
            most={730}
            onChange={(days) => onChange({ reentry: { kind: 'after_days', days } }, 'reentry days')}
          />
        )}
      </FormLayout>
      <Checkbox
        label="Quiet hours"
        helpText="Messages that would go out within wait for their end."
        checked={quietHours !== null}
        onChange={(on) => onChange({ quietHours: on ? { from: '21:00', to: '08:00' } : null }, 'quiet')}
      />
      {quietHours && (
        <FormLayout>
          <FormLayout.Group condensed>
            <ClockField
              label="From"
              value={quietHours.from}
              zone={zone}
              onChange={(from) => onChange({ quietHours: { ...quietHours, from } }, 'quiet from')}
            />
            <ClockField
              label="To"
              value={quietHours.to}
              zone={zone}
              onChange={(to) => onChange({ quietHours: { ...quietHours, to } }, 'quiet to')}
            />
          </FormLayout.Group>
        </FormLayout>
      )}
      <Checkbox
        label="Keep to the frequency cap"
        helpText="Skips messages to contacts who got as many as your settings allow; campaigns count too."
        checked={flow.underFrequencyCap}
        onChange={(underFrequencyCap) => onChange({ underFrequencyCap }, 'cap')}
      />
    </BlockStack>
  );
}

import { useFetcher } from '@remix-run/react';
import { FormLayout, Select, Text } from '@shopify/polaris';
import { useEffect } from 'react';
import { CONTACT_DATES, type Trigger, type TriggerKind } from '~/automations/definition';
import { triggerKindLabel } from '~/automations/flow-words';
import { channelLabel } from '~/channels/channel';
import { CONSENT_CHANNELS } from '~/contacts/contact';
import type { SegmentsAnswer } from '~/ui/segments-answer';
import { NumberField } from '~/ui/number-field';
import { ClockField } from './clock-field';
import { DurationFields } from './duration-fields';

const isKind = (text: string): text is TriggerKind => text in triggerKindLabel;

/** A trigger as it starts out. */
export function newTrigger(id: string, kind: TriggerKind): Trigger {
  switch (kind) {
    case 'subscribed':
      return { id, kind, channel: 'email' };
    case 'segment_entered':
    case 'segment_left':
      return { id, kind, segment: null };
    case 'checkout_abandoned':
      return { id, kind, after: { amount: 1, unit: 'hours' } };
    case 'contact_date':
      return { id, kind, date: 'birthday', daysBefore: 0, at: '09:00' };
    default:
      return { id, kind };
  }
}

const dateLabel = { birthday: 'Birthday' };

interface TriggerFieldsProps {
  trigger: Trigger;
  onChange: (trigger: Trigger) => void;
  zone: string;
}

export function TriggerFields({ trigger, onChange, zone }: TriggerFieldsProps) {
  return (
    <FormLayout>
      <Select
        label="Trigger"
        options={Object.entries(triggerKindLabel).map(([value, label]) => ({ value, label }))}
        value={trigger.kind}
        onChange={(kind) => isKind(kind) && onChange(newTrigger(trigger.id, kind))}
      />
      {trigger.kind === 'subscribed' && (
        <Select
          label="Channel"
          options={CONSENT_CHANNELS.map((value) => ({ value, label: channelLabel[value] }))}
          value={trigger.channel}
          onChange={(channel: (typeof CONSENT_CHANNELS)[number]) => onChange({ ...trigger, channel })}
        />
      )}
      {(trigger.kind === 'segment_entered' || trigger.kind === 'segment_left') && (
        <SegmentField segment={trigger.segment} onChange={(segment) => onChange({ ...trigger, segment })} />
      )}
      {trigger.kind === 'checkout_abandoned' && (
        <DurationFields
          label="Abandoned after"
          value={trigger.after}
          onChange={(after) => onChange({ ...trigger, after })}
        />
      )}
      {trigger.kind === 'contact_date' && (
        <>
          <Select
            label="Date"
            options={CONTACT_DATES.map((value) => ({ value, label: dateLabel[value] }))}
            value={trigger.date}
            onChange={(date: (typeof CONTACT_DATES)[number]) => onChange({ ...trigger, date })}
          />
          <NumberField
            label="Days before"
            value={trigger.daysBefore}
            least={0}
            most={90}
            onChange={(daysBefore) => onChange({ ...trigger, daysBefore })}
          />
          <ClockField
            label="Time"
            value={trigger.at}
            zone={zone}
            onChange={(at) => onChange({ ...trigger, at })}
          />
        </>
      )}
      {trigger.kind === 'started' && (
        <Text as="p" tone="subdued">
          Contacts enter where another automation has the step “Start another automation” with this one.
        </Text>
      )}
    </FormLayout>
  );
}

type Segment = { id: string; name: string };

function SegmentField({
  segment,
  onChange,
}: {
  segment: Segment | null;
  onChange: (segment: Segment | null) => void;
}) {
  const { load, data, state } = useFetcher<SegmentsAnswer>({ key: 'segments' });
  useEffect(() => load('/app/segments'), [load]);
  const found = data?.ok ? data.segments : [];
  const all = segment && !found.some(({ id }) => id === segment.id) ? [segment, ...found] : found;
  return (
    <Select
      label="Segment"
      placeholder={state === 'loading' && !data ? 'Loading…' : 'Choose a segment'}
      options={all.map(({ id, name }) => ({ value: id, label: name }))}
      value={segment?.id ?? ''}
      onChange={(id) => onChange(all.find((one) => one.id === id) ?? null)}
      error={data?.ok === false ? 'Shopify did not answer. Open this again in a moment.' : undefined}
    />
  );
}

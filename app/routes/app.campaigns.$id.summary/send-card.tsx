import { BlockStack, Card, InlineGrid } from '@shopify/polaris';
import { canSend, type Channel, notConnectedText } from '~/channels/channel';
import { RadioCards } from '~/ui/radio-cards';
import { SendTimeFields } from '~/ui/send-time-fields';
import type { SendMode } from './summary-fields';

export interface When {
  mode: SendMode;
  date: string;
  time: string;
}

interface SendCardProps {
  channel: Channel;
  connected: readonly Channel[];
  when: When;
  onChange: (some: Partial<When>) => void;
  zone: string;
  /** What the clocks do at the chosen time. */
  clockNote: string | undefined;
  errors: Record<string, string>;
}

/** As a draft, now or later. */
export function SendCard({ channel, connected, when, onChange, zone, clockNote, errors }: SendCardProps) {
  const sendable = canSend(channel, connected).ok;
  const refusal = `${notConnectedText(channel)} Until then this campaign can only be saved as a draft.`;
  return (
    <Card>
      <BlockStack gap="400">
        <RadioCards
          name="mode"
          legend="When should it go out?"
          selected={when.mode}
          onSelect={(mode) => onChange({ mode })}
          cards={[
            {
              value: 'draft',
              label: 'Save as draft',
              detail: 'Nothing is sent. Come back to it in your list.',
            },
            {
              value: 'now',
              label: 'Send now',
              detail: sendable ? 'Sending starts as soon as you confirm below.' : refusal,
              disabled: !sendable,
            },
            {
              value: 'later',
              label: 'Send later',
              detail: sendable
                ? 'On a day and at a time that you choose. Can be changed or cancelled until then.'
                : refusal,
              disabled: !sendable,
            },
          ]}
        />
        {when.mode === 'later' && (
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
            <SendTimeFields
              when={when}
              onChange={onChange}
              zone={zone}
              clockNote={clockNote}
              errors={errors}
            />
          </InlineGrid>
        )}
      </BlockStack>
    </Card>
  );
}

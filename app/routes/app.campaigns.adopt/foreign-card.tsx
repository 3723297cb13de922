import { BlockStack, Card, InlineGrid, TextField } from '@shopify/polaris';
import { channelLabel } from '~/channels/channel';
import { CardHeading } from '~/ui/card-heading';
import { RadioCards } from '~/ui/radio-cards';
import { SendTimeFields } from '~/ui/send-time-fields';
import type { AdoptValues } from './adopt-fields';

interface CardProps {
  values: AdoptValues;
  zone: string;
  errors: Record<string, string>;
  onChange: (some: Partial<AdoptValues>) => void;
}

const CHANNEL_CARDS = (['email', 'sms', 'whatsapp'] as const).map((value) => ({
  value,
  label: channelLabel[value],
}));

/** What a campaign was that another tool sent. */
export function ForeignCard({ values, zone, errors, onChange }: CardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="The campaign"
          text="It stands in your lists and reports beside your own campaigns, marked as adopted."
        />
        <TextField
          label="Campaign name"
          id="name"
          name="name"
          value={values.name}
          onChange={(name) => onChange({ name })}
          maxLength={120}
          autoComplete="off"
          error={errors.name}
        />
        <RadioCards
          name="channel"
          legend="Sent by"
          cards={CHANNEL_CARDS}
          selected={CHANNEL_CARDS.find(({ value }) => value === values.channel)?.value}
          onSelect={(channel) => onChange({ channel })}
          error={errors.channel}
          columns
        />
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
          <SendTimeFields
            when={values}
            onChange={onChange}
            zone={zone}
            clockNote={undefined}
            errors={errors}
            labels={{ date: 'Sent on', time: 'At' }}
            dateHelp="Visits before it went out are not its own."
          />
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

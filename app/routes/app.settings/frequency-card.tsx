import { BlockStack, Card, InlineGrid, Select, TextField } from '@shopify/polaris';
import { CAP_LIMITS } from '~/messaging/frequency-cap';
import { CardHeading } from '~/ui/card-heading';
import type { CapValues } from './cap-values';

interface FrequencyCardProps {
  values: CapValues;
  onChange: (some: Partial<CapValues>) => void;
  /** By field, from the last attempt to save. */
  errors: Record<string, string>;
}

/** How many messages one contact is sent at most. */
export function FrequencyCard({ values, onChange, errors }: FrequencyCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Frequency cap"
          text="Who has been sent this many messages within the last days is left out of a campaign. It is checked when a campaign’s audience is read and again right before each message goes out."
        />
        <InlineGrid columns={{ xs: 1, md: 3 }} gap="400">
          <Select
            id="capScope"
            label="Count messages"
            options={[
              { value: 'none', label: 'No cap' },
              { value: 'channel', label: 'For each channel by itself' },
              { value: 'all', label: 'Over all channels' },
            ]}
            value={values.capScope}
            onChange={(capScope) => onChange({ capScope })}
            error={errors.capScope}
          />
          {values.capScope !== 'none' && (
            <>
              <TextField
                id="capMessages"
                label="Messages at most"
                type="integer"
                min={CAP_LIMITS.messages.least}
                max={CAP_LIMITS.messages.most}
                value={values.capMessages}
                onChange={(capMessages) => onChange({ capMessages })}
                autoComplete="off"
                error={errors.capMessages}
                helpText="To one contact."
              />
              <TextField
                id="capDays"
                label="Within"
                suffix="days"
                type="integer"
                min={CAP_LIMITS.days.least}
                max={CAP_LIMITS.days.most}
                value={values.capDays}
                onChange={(capDays) => onChange({ capDays })}
                autoComplete="off"
                error={errors.capDays}
                helpText="Of 24 hours, back from the moment of sending."
              />
            </>
          )}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

import { BlockStack, Card, InlineGrid, TextField } from '@shopify/polaris';
import { WINDOW_CHANNELS } from '~/attribution/facts';
import { versionChannelLabel } from '~/channels/channel';
import { CardHeading } from '~/ui/card-heading';
import type { RuleFields } from './model-card';
import { windowField } from './rule-values';

/** How long after a click an order may come. */
export function WindowsCard({ values, onChange, errors }: RuleFields) {
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Window"
          text="How many days after a click an order still counts. One window for all lets channels compare; a channel may have its own."
        />
        <TextField
          id="windowDays"
          label="All channels and other sources"
          type="integer"
          suffix="days"
          min={1}
          max={90}
          value={values.windowDays}
          onChange={(windowDays) => onChange({ windowDays })}
          autoComplete="off"
          error={errors['windowDays']}
        />
        <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
          {WINDOW_CHANNELS.map((channel) => (
            <TextField
              key={channel}
              id={windowField[channel]}
              label={versionChannelLabel(channel)}
              type="integer"
              suffix="days"
              min={1}
              max={90}
              placeholder={values.windowDays}
              value={values[windowField[channel]]}
              onChange={(text) => onChange({ [windowField[channel]]: text })}
              autoComplete="off"
              error={errors[windowField[channel]]}
            />
          ))}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

import { BlockStack, Card, Select, TextField } from '@shopify/polaris';
import { RULE_MODELS } from '~/attribution/facts';
import { modelLabel, modelMeaning } from '~/attribution/model-names';
import { CardHeading } from '~/ui/card-heading';
import { RadioCards } from '~/ui/radio-cards';
import type { RuleValues } from './rule-values';

export interface RuleFields {
  values: RuleValues;
  onChange: (some: Partial<RuleValues>) => void;
  /** By field, from the last attempt. */
  errors: Record<string, string>;
}

/** How the clicks before an order share it, and which of them count. */
export function ModelCard({ values, onChange, errors }: RuleFields) {
  const chosen = RULE_MODELS.find((model) => model === values.model);
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Model"
          text="How the clicks before an order share it. Markov and Shapley weigh channels by all orders together; they are reports and decide no order."
        />
        <Select
          id="model"
          label="Model"
          labelHidden
          options={RULE_MODELS.map((model) => ({ value: model, label: modelLabel[model] }))}
          value={values.model}
          onChange={(model) => onChange({ model })}
          helpText={chosen && modelMeaning[chosen]}
          error={errors['model']}
        />
        {values.model === 'time_decay' && (
          <TextField
            id="halfLifeDays"
            label="Half-life"
            type="integer"
            suffix="days"
            min={1}
            max={90}
            value={values.halfLifeDays}
            onChange={(halfLifeDays) => onChange({ halfLifeDays })}
            autoComplete="off"
            error={errors['halfLifeDays']}
            helpText="A click counts half as much for each of these that it lies further back."
          />
        )}
        <RadioCards
          name="scope"
          legend="Which visits count"
          cards={[
            {
              value: 'all_sources',
              label: 'All sources',
              detail:
                'A visit from an advertisement or a search takes its part, as in Shopify’s own reports.',
            },
            {
              value: 'messages_only',
              label: 'Your messages only',
              detail: 'Other sources are passed over, as most senders count. Numbers are higher.',
            },
          ]}
          selected={values.scope}
          onSelect={(scope) => onChange({ scope })}
          error={errors['scope']}
          columns
        />
      </BlockStack>
    </Card>
  );
}

import { BlockStack, Card } from '@shopify/polaris';
import { CardHeading } from '~/ui/card-heading';
import { RadioCards } from '~/ui/radio-cards';
import type { RuleFields } from './model-card';

/** What of an order is credited, and whether renewals are. */
export function WorthCard({ values, onChange, errors }: RuleFields) {
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Revenue"
          text="What of an order its messages are credited with. Refunds and edits change it, in proportion."
        />
        <RadioCards
          name="basis"
          legend="Orders count at"
          cards={[
            {
              value: 'total',
              label: 'Total sales',
              detail: 'Shopify’s order total: goods, shipping and tax.',
            },
            {
              value: 'net',
              label: 'Without tax and shipping',
              detail: 'The part of the order that is left without tax, duties and shipping.',
            },
          ]}
          selected={values.basis}
          onSelect={(basis) => onChange({ basis })}
          error={errors['basis']}
          columns
        />
        <RadioCards
          name="renewals"
          legend="Renewals of subscriptions"
          cards={[
            {
              value: 'apart',
              label: 'In a column of their own',
              detail: 'Credited to the message that won the first order, outside credited revenue.',
            },
            {
              value: 'inside',
              label: 'Like other orders',
              detail: 'Credited to the same message, and part of credited revenue.',
            },
          ]}
          selected={values.renewals}
          onSelect={(renewals) => onChange({ renewals })}
          error={errors['renewals']}
          columns
        />
      </BlockStack>
    </Card>
  );
}

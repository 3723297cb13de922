import { BlockStack, Box, Card, InlineError, InlineGrid, Text, TextField } from '@shopify/polaris';
import { type Retention, RETENTION_LIMITS } from '~/tracking/retention';
import { CardHeading } from '~/ui/card-heading';

type Values = Record<keyof Retention, string>;

const FIELDS: { name: keyof Retention; label: string; unit: string; meaning: string }[] = [
  {
    name: 'clickMonths',
    label: 'Clicks',
    unit: 'months',
    meaning: 'Each click on a link of your messages. Older messages show no number of clicks any more.',
  },
  {
    name: 'touchMonths',
    label: 'Visits',
    unit: 'months',
    meaning:
      'How visitors came to your shop, as the pixel and Shopify saw it, and the checkouts they completed.',
  },
  {
    name: 'receiptDays',
    label: 'Webhooks as they came in',
    unit: 'days',
    meaning:
      'What Shopify sent, word for word, counted from when it was worked off. It names your customers.',
  },
];

interface RetentionCardProps {
  values: Values;
  /** As they are in force. */
  saved: Values;
  onChange: (some: Partial<Values>) => void;
  /** By field, from the last attempt to save. */
  errors: Record<string, string>;
}

/** How long the shop keeps what its orders are decided from. */
export function RetentionCard({ values, saved, onChange, errors }: RetentionCardProps) {
  const shorter = FIELDS.some(({ name }) => Number(values[name]) < Number(saved[name]));
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Retention"
          text="What is older is deleted for good. Orders, their money, and which message earned them stay, and a late refund still changes that credit in proportion: your totals stay true."
        />
        <InlineGrid columns={{ xs: 1, md: 3 }} gap="400">
          {FIELDS.map(({ name, label, unit, meaning }) => (
            <div key={name}>
              <TextField
                id={name}
                name={name}
                label={label}
                suffix={unit}
                type="integer"
                min={RETENTION_LIMITS[name].least}
                max={RETENTION_LIMITS[name].most}
                value={values[name]}
                onChange={(value) => onChange({ [name]: value })}
                autoComplete="off"
                error={errors[name] !== undefined}
                helpText={meaning}
              />
              <div role="status">
                {errors[name] && (
                  <Box paddingBlockStart="100">
                    <InlineError message={errors[name]} fieldID={name} />
                  </Box>
                )}
              </div>
            </div>
          ))}
        </InlineGrid>
        <div role="status">
          {shorter && (
            <Text as="p" tone="caution">
              Once saved, what these shorter times leave out is deleted within the hour and cannot be brought
              back.
            </Text>
          )}
        </div>
      </BlockStack>
    </Card>
  );
}

import { BlockStack, Card, InlineGrid, TextField } from '@shopify/polaris';
import { CardHeading } from '~/ui/card-heading';
import type { AdoptValues } from './adopt-fields';

interface RuleCardProps {
  values: AdoptValues;
  errors: Record<string, string>;
  onChange: (some: Partial<AdoptValues>) => void;
}

/** The tags that its visits are recognised by. */
export function RuleCard({ values, errors, onChange }: RuleCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="The tags in its links"
          text="A visit counts as this campaign’s if it carries all three, letter for letter. Orders that are here already are looked at again, with what the pixel and Shopify recorded of their visits."
        />
        <InlineGrid columns={{ xs: 1, sm: 3 }} gap="400">
          {(['source', 'medium', 'campaign'] as const).map((field) => (
            <TextField
              key={field}
              label={`UTM ${field}`}
              id={field}
              name={field}
              value={values[field]}
              onChange={(value) => onChange({ [field]: value })}
              maxLength={255}
              autoComplete="off"
              spellCheck={false}
              error={errors[field]}
            />
          ))}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

import { BlockStack, Box, Card, DataTable, Link, Text } from '@shopify/polaris';
import type { VariantsView } from '~/reports/campaign/variants';
import { readableSubject } from '~/tagging/readable-subject';

interface VariantSalesCardProps {
  variants: VariantsView;
  campaignId: string;
}

/** What each variant earned, with the interval of what decides between them. */
export function VariantSalesCard({ variants, campaignId }: VariantSalesCardProps) {
  const { rows, metric, verdict } = variants;
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="0">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm">
            Per variant
          </Text>
          <Text as="p">{verdict}</Text>
        </BlockStack>
      </Box>
      <div className="st-narrow-table">
        <DataTable
          columnContentTypes={['text', 'numeric', 'numeric', 'numeric', 'numeric']}
          headings={['Variant', 'Delivered', 'Orders', 'Revenue', `${metric} (95 % interval)`]}
          rows={rows.map((row) => [
            <Link
              key={row.variant}
              url={`/app/orders?campaign=${campaignId}&variant=${row.variant}`}
              monochrome
            >
              {`${row.variant}: ${readableSubject(row.headline)}`}
            </Link>,
            row.delivered,
            row.orders ?? '–',
            row.revenue ?? '–',
            row.value,
          ])}
        />
      </div>
    </Card>
  );
}

import { useNavigate } from '@remix-run/react';
import { BlockStack, Button, ButtonGroup, Card, InlineStack, Text } from '@shopify/polaris';
import { FIRST_VARIANT, VARIANTS } from '~/campaigns/variants';
import { stepPath } from '~/ui/wizard-steps';

interface VariantBarProps {
  campaignId: string;
  /** The one that is being written. */
  variant: string;
  /** All of them, each with what it has otherwise than the first. */
  variants: { variant: string; difference: string }[];
  busy: boolean;
  onAdd: () => void;
  onRemove: () => void;
}

/** The address at which a variant is written; of the first too, since a redirect keeps what the address had. */
export const variantPath = (campaignId: string, variant: string): string =>
  `${stepPath(campaignId, 'content')}?variant=${variant}`;

/** Which variant is written, and how it differs; adds and removes them. */
export function VariantBar({ campaignId, variant, variants, busy, onAdd, onRemove }: VariantBarProps) {
  const navigate = useNavigate();
  const several = variants.length > 1;
  const difference = variants.find((one) => one.variant === variant)?.difference;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="300" align="space-between" blockAlign="center">
          {several ? (
            <ButtonGroup variant="segmented">
              {variants.map(({ variant: letter }) => (
                <Button
                  key={letter}
                  pressed={letter === variant}
                  onClick={() => letter !== variant && navigate(variantPath(campaignId, letter))}
                >
                  {`Variant ${letter}`}
                </Button>
              ))}
            </ButtonGroup>
          ) : (
            <Text as="p" tone="subdued">
              Not sure which words work better? Add a variant: each goes to a part of the audience.
            </Text>
          )}
          <InlineStack gap="200">
            {variant !== FIRST_VARIANT && (
              <Button onClick={onRemove} disabled={busy} tone="critical">
                {`Remove variant ${variant}`}
              </Button>
            )}
            {variants.length < VARIANTS.length && (
              <Button onClick={onAdd} disabled={busy}>
                Add variant
              </Button>
            )}
          </InlineStack>
        </InlineStack>
        {several && (
          <div role="status">
            <Text as="p" tone="subdued">
              {variant === FIRST_VARIANT ? 'The others are compared with this one.' : difference}
            </Text>
          </div>
        )}
      </BlockStack>
    </Card>
  );
}

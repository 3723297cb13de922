import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Box, Button, InlineStack, Link, Select, Spinner, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import type { ApprovedTemplate } from '~/channels/whatsapp/approved-template';
import type { ApprovedTemplates } from '~/messaging/approved-templates.server';
import { type WhatsAppTemplate, variablesIn } from '~/messaging/whatsapp-template';

const OWN = 'own';
const keyOf = ({ name, language }: Pick<WhatsAppTemplate, 'name' | 'language'>) => `${name} ${language}`;

const isSame = (one: ApprovedTemplate, other: WhatsAppTemplate) =>
  keyOf(one) === keyOf(other) && one.body === other.body;

/** The templates that the provider lists as approved, and which of them a message is. */
export function useApprovedTemplates(template: WhatsAppTemplate) {
  const { load, data, state } = useFetcher<ApprovedTemplates>({ key: 'whatsapp-templates' });
  // What is typed by hand stays so, whatever it comes to be equal to.
  const [byHand, setByHand] = useState(false);
  const ask = () => load('/app/whatsapp-templates');
  useEffect(() => load('/app/whatsapp-templates'), [load]);
  const templates = data?.templates ?? [];
  return {
    templates,
    leftOut: data?.leftOut ?? 0,
    trouble: data?.trouble ?? null,
    busy: state !== 'idle',
    listed: byHand ? undefined : templates.find((one) => isSame(one, template)),
    setByHand,
    ask,
  };
}

interface TemplatePickerProps {
  picker: ReturnType<typeof useApprovedTemplates>;
  /** Undefined: one that is not listed. */
  onPick: (template: ApprovedTemplate | undefined) => void;
}

/** Chooses one of the approved templates, shown as it was approved; where they cannot be listed, says why. */
export function TemplatePicker({ picker, onPick }: TemplatePickerProps) {
  const { templates, leftOut, trouble, busy, listed, ask } = picker;
  if (busy)
    return (
      <InlineStack gap="200" blockAlign="center">
        <Spinner size="small" accessibilityLabel="Asking for your approved templates" />
        <Text as="p" tone="subdued">
          Asking for your approved templates…
        </Text>
      </InlineStack>
    );
  if (trouble)
    return (
      <Banner tone="info" title="Enter the template by hand">
        <BlockStack gap="200">
          <Text as="p" breakWord>
            {trouble}
          </Text>
          <InlineStack gap="300" blockAlign="center">
            <Button onClick={ask}>Ask again</Button>
            <Link url="/app/settings/channels/whatsapp">WhatsApp in Settings</Link>
          </InlineStack>
        </BlockStack>
      </Banner>
    );
  const others =
    leftOut === 0
      ? ''
      : `${leftOut === 1 ? 'One approved template is' : `${leftOut} approved templates are`} not listed: they hold pictures, named variables or buttons that cannot be filled in here.`;
  return (
    <BlockStack gap="300">
      <Select
        label="Template"
        options={[
          ...templates.map((one) => ({ value: keyOf(one), label: `${one.label} (${one.language})` })),
          { value: OWN, label: 'Another one, entered by hand' },
        ]}
        value={listed ? keyOf(listed) : OWN}
        onChange={(value) => {
          const picked = templates.find((one) => keyOf(one) === value);
          picker.setByHand(picked === undefined);
          onPick(picked);
        }}
        helpText={[templates.length === 0 ? 'No template of yours is approved yet.' : '', others]
          .filter(Boolean)
          .join(' ')}
      />
      {listed && <AsApproved template={listed} />}
    </BlockStack>
  );
}

function AsApproved({ template: { body, footer, buttons } }: { template: ApprovedTemplate }) {
  const count = variablesIn(body);
  return (
    <Box background="bg-surface-secondary" padding="300" borderRadius="200">
      <BlockStack gap="200">
        <Text as="h3" variant="headingXs">
          {count === 0
            ? 'As it was approved'
            : `As it was approved, with ${count} ${count === 1 ? 'variable' : 'variables'}`}
        </Text>
        <span className="st-approved-text">{body}</span>
        {footer && (
          <Text as="p" tone="subdued">
            {footer}
          </Text>
        )}
        {buttons.map(({ text, url }) => (
          <Text key={url} as="p" breakWord>
            {`Button “${text}”: ${url}`}
          </Text>
        ))}
      </BlockStack>
    </Box>
  );
}

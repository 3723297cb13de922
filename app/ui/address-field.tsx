import { BlockStack, Button, InlineStack, Text, TextField } from '@shopify/polaris';
import type { AddressFinding } from '~/links/tracking-link';

interface AddressFieldProps {
  name: string;
  label: string;
  help: string;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
  onBlur: () => void;
  findings: AddressFinding[];
  /** What the last attempt to save said of it. */
  error: string | undefined;
}

/** The address of a page, with what is to be said of it and a fix where there is one. */
export function AddressField({ name, help, findings, error, onChange, ...field }: AddressFieldProps) {
  const refusal = error ?? findings.find(({ level }) => level === 'refusal')?.message;
  const fix = findings.find((finding) => finding.fix)?.fix;
  return (
    <BlockStack gap="200">
      <TextField
        {...field}
        id={name}
        name={name}
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        maxLength={2_000}
        onChange={onChange}
        error={refusal}
        helpText={
          <BlockStack gap="100">
            <span>{help}</span>
            <div role="status">
              {findings
                .filter(({ level }) => level === 'advice')
                .map(({ reason, message }) => (
                  <Text key={reason} as="p" variant="bodySm" tone="caution" breakWord>
                    {message}
                  </Text>
                ))}
            </div>
          </BlockStack>
        }
      />
      {fix && (
        <InlineStack>
          <Button
            variant="plain"
            onClick={() => {
              onChange(fix.value);
              // The button goes with its finding, and would take the focus along.
              document.getElementById(name)?.focus();
            }}
          >
            {fix.label}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}

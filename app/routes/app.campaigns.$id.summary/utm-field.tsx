import { BlockStack, Button, InlineStack, Tag, Text, TextField } from '@shopify/polaris';
import type { Finding } from '~/tagging/linter';

interface UtmFieldProps {
  name: 'source' | 'medium' | 'campaign';
  /** What the value stands for, in one line. */
  meaning: string;
  /** Values to pick from, the shop's own first. */
  suggestions: string[];
  value: string;
  onChange: (value: string) => void;
  onBlur: () => void;
  findings: Finding[];
  error: string | undefined;
}

/** One UTM value: what it means, values to pick, and what could be better about it. */
export function UtmField({
  name,
  meaning,
  suggestions,
  value,
  onChange,
  onBlur,
  findings,
  error,
}: UtmFieldProps) {
  const fixes = [...new Map(findings.flatMap(({ fix }) => (fix ? [[fix.value, fix]] : []))).values()];
  return (
    <BlockStack gap="200">
      <TextField
        label={`UTM ${name}`}
        id={name}
        name={name}
        value={value}
        onChange={onChange}
        onBlur={onBlur}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        helpText={meaning}
        error={error ?? findings.find(({ level }) => level === 'refusal')?.message}
      />
      <div role="status">
        <BlockStack gap="100" inlineAlign="start">
          {findings
            .filter(({ level }) => level === 'advice')
            .map(({ reason, message }) => (
              <Text key={reason} as="p" variant="bodySm" tone="caution">
                {message}
              </Text>
            ))}
          {fixes.map((fix) => (
            <Button
              key={fix.value}
              variant="plain"
              onClick={() => {
                onChange(fix.value);
                // The button goes with its finding, and would take the focus along.
                document.getElementById(name)?.focus();
              }}
            >
              {fix.label}
            </Button>
          ))}
        </BlockStack>
      </div>
      <div role="group" aria-label={`Values to pick for UTM ${name}`}>
        <InlineStack gap="150" blockAlign="center">
          <Text as="span" variant="bodySm" tone="subdued">
            Typical:
          </Text>
          {suggestions.map((suggestion) => (
            <Tag key={suggestion} onClick={() => onChange(suggestion)}>
              {suggestion}
            </Tag>
          ))}
        </InlineStack>
      </div>
    </BlockStack>
  );
}

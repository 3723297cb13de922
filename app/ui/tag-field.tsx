import { BlockStack, Box, Button, InlineError, InlineStack, Tag, Text, TextField } from '@shopify/polaris';
import type { Finding, TagField as TagName } from '~/tagging/linter';

interface TagFieldProps {
  name: TagName;
  /** What the value stands for, in one line. */
  meaning: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  /** What is to be said of this value. */
  findings: Finding[];
  /** What the last attempt to save said of it. */
  error: string | undefined;
  /** What becomes of the value. */
  note?: string;
  /** Words to click, under one name; what a click does is up to the caller. */
  chips: { label: string; describes: string; words: readonly string[]; onPick: (word: string) => void };
}

/**
 * One UTM value: its meaning, what is to be said of it with a fix where there is one, and words to pick. Everything
 * said describes the field, and is read out when it changes.
 */
export function TagField({
  name,
  meaning,
  value,
  onChange,
  onBlur,
  findings,
  error,
  note,
  chips,
}: TagFieldProps) {
  const refusal = error ?? findings.find(({ level }) => level === 'refusal')?.message;
  const advice = findings.filter(({ level }) => level === 'advice');
  const fixes = [...new Map(findings.flatMap(({ fix }) => (fix ? [[fix.value, fix]] : []))).values()];
  return (
    <BlockStack gap="200">
      <div>
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
          error={refusal !== undefined}
          helpText={
            <BlockStack gap="100">
              <span>{meaning}</span>
              <div role="status">
                {note && (
                  <Text as="p" breakWord>
                    {note}
                  </Text>
                )}
                {advice.map(({ reason, message }) => (
                  <Text key={reason} as="p" variant="bodySm" tone="caution" breakWord>
                    {message}
                  </Text>
                ))}
              </div>
            </BlockStack>
          }
        />
        <div role="status">
          {refusal && (
            <Box paddingBlockStart="100">
              {/* The field that is in error points here: by its own text it would not be read out. */}
              <InlineError message={refusal} fieldID={name} />
            </Box>
          )}
        </div>
      </div>
      {fixes.length > 0 && (
        <InlineStack gap="300">
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
        </InlineStack>
      )}
      {chips.words.length > 0 && (
        <div role="group" aria-label={chips.describes}>
          <InlineStack gap="150" blockAlign="center">
            <Text as="span" variant="bodySm" tone="subdued">
              {chips.label}
            </Text>
            {chips.words.map((word) => (
              <Tag key={word} onClick={() => chips.onPick(word)}>
                {word}
              </Tag>
            ))}
          </InlineStack>
        </div>
      )}
    </BlockStack>
  );
}

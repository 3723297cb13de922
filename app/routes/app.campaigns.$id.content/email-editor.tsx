import { BlockStack, Box, Card, InlineError, SkeletonBodyText, Text, TextField } from '@shopify/polaris';
import { lazy, Suspense, useDeferredValue, useEffect, useState } from 'react';
import { plainTextOf } from '~/tagging/plain-text';
import type { ContentValues } from './content-values';
import { insertAtCaret, useInsertion } from './insertion';
import { MergeButtons } from './merge-buttons';
import { UnknownTags } from './unknown-tags';

const HtmlEditor = lazy(() => import('./html-editor'));

interface EditorProps {
  values: ContentValues;
  onChange: (some: Partial<ContentValues>) => void;
  errors: Record<string, string>;
}

/** Subject, preheader, HTML and the plain-text part of an e-mail. */
export function EmailEditor({ values, onChange, errors }: EditorProps) {
  const insertion = useInsertion();
  const field = (name: 'subject' | 'preheader' | 'text') => ({
    id: name,
    name,
    value: values[name],
    autoComplete: 'off',
    error: errors[name],
    onChange: (value: string) => onChange({ [name]: value }),
    onFocus: () =>
      insertion.focused(
        'text',
        insertAtCaret(name, (value) => onChange({ [name]: value })),
      ),
  });
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="400">
          <TextField label="Subject" maxLength={250} {...field('subject')} />
          <TextField
            label="Preheader"
            maxLength={250}
            helpText="Shown after the subject in most inboxes. Optional."
            {...field('preheader')}
          />
          <MergeButtons insertion={insertion} withUnsubscribe />
          <BlockStack gap="100">
            <Text as="span">HTML</Text>
            <div className={`st-editor${errors.html ? ' st-editor--wrong' : ''}`}>
              <OnceInBrowser fallback={<EditorSkeleton />}>
                <Suspense fallback={<EditorSkeleton />}>
                  <HtmlEditor
                    value={values.html}
                    onChange={(html) => onChange({ html })}
                    onBlur={() => undefined}
                    onFocus={(insert) => insertion.focused('html', insert)}
                  />
                </Suspense>
              </OnceInBrowser>
            </div>
            <input type="hidden" name="html" value={values.html} />
            {errors.html && <InlineError message={errors.html} fieldID="html" />}
            <Text as="span" tone="subdued" id="html-help">
              Paste a finished e-mail or write one. Where there is no unsubscribe link, one is added at the
              end.
            </Text>
          </BlockStack>
          <UnknownTags texts={[values.subject, values.preheader, values.html, values.text]} />
        </BlockStack>
      </Card>
      <Card>
        <TextField
          label="Plain text"
          multiline={5}
          maxHeight={320}
          helpText={<PlainTextHelp html={values.html} written={values.text !== ''} />}
          {...field('text')}
        />
      </Card>
    </BlockStack>
  );
}

function PlainTextHelp({ html, written }: { html: string; written: boolean }) {
  const derived = plainTextOf(useDeferredValue(html)).trim();
  if (written) return 'For inboxes that show no HTML. Empty it to have it made from the HTML again.';
  if (!derived) return 'For inboxes that show no HTML. Optional: left empty, it is made from the HTML.';
  return `For inboxes that show no HTML. Left empty, it is made from the HTML: “${shortened(derived)}”`;
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

function EditorSkeleton() {
  return (
    <Box padding="400" minHeight="360px">
      <SkeletonBodyText lines={6} />
    </Box>
  );
}

/** The editor needs a browser to draw itself in. */
function OnceInBrowser({ children, fallback }: { children: React.ReactNode; fallback: React.ReactNode }) {
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  return inBrowser ? children : fallback;
}

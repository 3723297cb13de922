import { BlockStack, Card, TextField } from '@shopify/polaris';
import { useDeferredValue } from 'react';
import { plainTextOf } from '~/tagging/plain-text';
import type { PickingShop } from '~/ui/pick-products';
import { BodyEditor } from './body-editor';
import type { ContentValues } from './content-values';
import { insertAtCaret, useInsertion } from './insertion';
import { MergeButtons } from './merge-buttons';
import { UnknownTags } from './unknown-tags';

interface EditorProps {
  values: ContentValues;
  onChange: (some: Partial<ContentValues>) => void;
  onComposing: (work: Promise<void>) => void;
  errors: Record<string, string>;
  shop: PickingShop;
  uploads: boolean;
}

/** Subject, preheader, body and the plain-text part of an e-mail. */
export function EmailEditor({ values, onChange, onComposing, errors, shop, uploads }: EditorProps) {
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
          <MergeButtons insertion={insertion} withUnsubscribe shop={shop} />
          <BodyEditor
            values={values}
            onChange={onChange}
            onComposing={onComposing}
            insertion={insertion}
            uploads={uploads}
            error={errors.html}
          />
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

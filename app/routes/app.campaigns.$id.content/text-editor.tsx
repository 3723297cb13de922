import { BlockStack, Card, TextField } from '@shopify/polaris';
import type { Channel } from '~/channels/channel';
import type { ContentValues } from './content-values';
import { insertAtCaret, useInsertion } from './insertion';
import { MergeButtons } from './merge-buttons';
import { SmsSize } from './sms-size';
import { UnknownTags } from './unknown-tags';

interface TextEditorProps {
  channel: Channel;
  values: ContentValues;
  onChange: (some: Partial<ContentValues>) => void;
  errors: Record<string, string>;
  /** One of the length that short links have. */
  shortLink: string;
}

/** The words of a text message, a chat message or a call. */
export function TextEditor({ channel, values, onChange, errors, shortLink }: TextEditorProps) {
  const insertion = useInsertion();
  const setText = (text: string) => onChange({ text });
  return (
    <Card>
      <BlockStack gap="400">
        <MergeButtons insertion={insertion} withUnsubscribe={false} />
        <TextField
          id="text"
          name="text"
          label={channel === 'voice' ? 'What the call says' : 'Message'}
          value={values.text}
          onChange={setText}
          onFocus={() => insertion.focused('text', insertAtCaret('text', setText))}
          multiline={8}
          autoComplete="off"
          error={errors.text}
          helpText={
            channel === 'voice'
              ? 'A call has no links, so its sales cannot be tracked.'
              : 'To track its sales, put at least one link in it that leads toward checkout, such as one to a product.'
          }
        />
        {channel === 'sms' && values.text !== '' && <SmsSize text={values.text} shortLink={shortLink} />}
        <UnknownTags texts={[values.text]} />
      </BlockStack>
    </Card>
  );
}

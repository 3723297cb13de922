import { BlockStack, Card, TextField } from '@shopify/polaris';
import type { Channel } from '~/channels/channel';
import type { PickingShop } from '~/ui/pick-products';
import type { ContentValues } from './content-values';
import { insertAtCaret, useInsertion } from './insertion';
import { MergeButtons } from './merge-buttons';
import { SmsSize } from './sms-size';
import type { MergeValues } from '~/tagging/merge-tags';
import { VoiceFields } from './voice-fields';
import { UnknownTags } from './unknown-tags';

interface TextEditorProps {
  channel: Channel;
  values: ContentValues;
  onChange: (some: Partial<ContentValues>) => void;
  errors: Record<string, string>;
  /** One of the length that short links have. */
  shortLink: string;
  shop: PickingShop;
  /** Whose data the counts are made with. */
  as: MergeValues;
}

/** The words of a text message, a chat message or a call. */
export function TextEditor({ channel, values, onChange, errors, shortLink, shop, as }: TextEditorProps) {
  const insertion = useInsertion();
  const setText = (text: string) => onChange({ text });
  return (
    <Card>
      <BlockStack gap="400">
        <MergeButtons
          insertion={insertion}
          withUnsubscribe={false}
          shop={channel === 'voice' ? undefined : shop}
        />
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
              ? undefined
              : 'To track its sales, put at least one link in it that leads toward checkout, such as one to a product.'
          }
        />
        {channel === 'sms' && values.text !== '' && (
          <SmsSize text={values.text} shortLink={shortLink} as={as} onChange={setText} />
        )}
        {channel === 'voice' && (
          <VoiceFields
            text={values.text}
            voice={values.voice}
            as={as}
            onChange={(voice) => onChange({ voice })}
          />
        )}
        <UnknownTags texts={[values.text]} />
      </BlockStack>
    </Card>
  );
}

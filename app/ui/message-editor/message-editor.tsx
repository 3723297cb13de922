import { BlockStack, InlineGrid } from '@shopify/polaris';
import { useState } from 'react';
import type { Channel } from '~/channels/channel';
import { SAMPLE } from '~/ui/contact-picker';
import { MessagePreview } from '~/ui/message-preview';
import type { PickingShop } from '~/ui/pick-products';
import { EmailEditor } from './email-editor';
import { LinksFound } from './links-found';
import { TestMessage, type TestRoute } from './test-message';
import { TextEditor } from './text-editor';
import type { ContentForm } from './use-content-form';
import { WhatsAppEditor } from './whatsapp-editor';

interface MessageEditorProps {
  channel: Channel;
  form: ContentForm;
  /** Who the message comes from. */
  sender: string;
  shop: PickingShop;
  /** One of the length that short links have. */
  shortLink: string;
  /** Of the merchant, for tests; empty where it is not known. */
  ownAddress: string;
  tracked: boolean;
  /** Whether somebody sends on the channel. */
  connected: boolean;
  /** Whether pictures may be put into the shop's files. */
  uploads: boolean;
  test: TestRoute;
}

/** Writes a message on its channel, beside how one recipient will see it; sends tests of it. */
export function MessageEditor({ channel, form, sender, shop, ...props }: MessageEditorProps) {
  const [contact, setContact] = useState(SAMPLE);
  const { values, change, errors } = form;
  const editor = { values, onChange: change, errors, shop };
  return (
    <InlineGrid columns={{ xs: 1, lg: 2 }} gap="400">
      {channel === 'email' ? (
        <EmailEditor {...editor} onComposing={form.compose} uploads={props.uploads} />
      ) : channel === 'whatsapp' ? (
        <WhatsAppEditor {...editor} />
      ) : (
        <TextEditor channel={channel} shortLink={props.shortLink} as={contact.values} {...editor} />
      )}
      <BlockStack gap="400">
        <MessagePreview channel={channel} sender={sender} content={values} onContact={setContact} />
        <TestMessage
          channel={channel}
          route={props.test}
          values={values}
          as={contact.values}
          address={props.ownAddress}
          tracked={props.tracked}
          connected={props.connected}
        />
        {channel !== 'voice' && <LinksFound channel={channel} values={values} />}
      </BlockStack>
    </InlineGrid>
  );
}

import { BlockStack, Button, ButtonGroup, Card, InlineStack, Text } from '@shopify/polaris';
import { useDeferredValue, useState } from 'react';
import type { Channel } from '~/channels/channel';
import { type Content, finishContent, finishText } from '~/messaging/compose';
import { type MergeValues, renderMergeTags } from '~/tagging/merge-tags';
import { ContactPicker, NAMELESS, type PreviewContact, SAMPLE } from '~/ui/contact-picker';
import { readTemplate } from '~/messaging/whatsapp-template';
import { WhatsAppBubble } from '~/ui/whatsapp-bubble';
import { ScaledPage } from '~/ui/scaled-page';

const MADE_UP = [SAMPLE, NAMELESS];

interface MessagePreviewProps {
  channel: Channel;
  sender: string;
  /** `template`: an approved WhatsApp template with what fills it in, JSON; empty or absent where there is none. */
  content: Content & { template?: string };
  /** Told whose data it shows from now on. */
  onContact?: (contact: PreviewContact) => void;
}

/** A message as one recipient sees it. */
export function MessagePreview({ channel, sender, content, onContact }: MessagePreviewProps) {
  const shown = useDeferredValue(content);
  const [contact, setContact] = useState(SAMPLE);
  const { values } = contact;
  const template = channel === 'whatsapp' ? readTemplate(shown.template || null) : undefined;
  const choose = (one: PreviewContact) => {
    setContact(one);
    onContact?.(one);
  };
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h3" variant="headingSm">
            Preview
          </Text>
          <ContactPicker label="As seen by" labelInside madeUp={MADE_UP} chosen={contact} onChoose={choose} />
        </InlineStack>
        {channel === 'email' ? (
          <EmailPreview sender={sender} content={shown} values={values} />
        ) : template ? (
          <WhatsAppBubble template={template} values={values} />
        ) : (
          <div className="st-bubble">
            {shown.text.trim()
              ? renderMergeTags(finishText(channel, shown.text), values, 'none')
              : 'Your words will show here.'}
          </div>
        )}
      </BlockStack>
    </Card>
  );
}

const views = [
  { view: 'desktop', label: 'Desktop' },
  { view: 'phone', label: 'Phone' },
  { view: 'text', label: 'Plain text' },
] as const;

function EmailPreview({
  sender,
  content,
  values,
}: Pick<MessagePreviewProps, 'sender' | 'content'> & { values: MergeValues }) {
  const [view, setView] = useState<(typeof views)[number]['view']>('desktop');
  const line = (text: string) => renderMergeTags(text, values, 'none');
  const finished = finishContent({ ...content, preheader: '' }, sender);
  const isEmpty = !content.html.trim() && !content.text.trim();
  return (
    <BlockStack gap="300">
      <ButtonGroup variant="segmented">
        {views.map((choice) => (
          <Button
            key={choice.view}
            size="slim"
            pressed={view === choice.view}
            onClick={() => setView(choice.view)}
          >
            {choice.label}
          </Button>
        ))}
      </ButtonGroup>
      <BlockStack gap="050">
        <Text as="p" fontWeight="semibold">
          {sender}
        </Text>
        <Text as="p" breakWord>
          {line(content.subject) || 'No subject yet'}{' '}
          {content.preheader && (
            <Text as="span" tone="subdued">
              {line(content.preheader)}
            </Text>
          )}
        </Text>
      </BlockStack>
      {view === 'text' ? (
        <div className="st-preview st-preview--text">
          {isEmpty ? 'Nothing written yet.' : withoutUnsubscribe(line(finished.text))}
        </div>
      ) : (
        <ScaledPage
          title="Preview of the e-mail"
          html={withoutUnsubscribe(renderMergeTags(finished.html, values, 'html'))}
          width={view === 'phone' ? 360 : 640}
        />
      )}
    </BlockStack>
  );
}

/** A preview has nobody to unsubscribe. */
function withoutUnsubscribe(text: string): string {
  return text.replaceAll(/\{\{\s*unsubscribe_url\s*\}\}/g, '#');
}

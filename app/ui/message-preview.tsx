import { BlockStack, Button, ButtonGroup, Card, InlineStack, Select, Text } from '@shopify/polaris';
import { useDeferredValue, useState } from 'react';
import type { Channel } from '~/channels/channel';
import { type Content, finishContent } from '~/messaging/compose';
import { type MergeValues, renderMergeTags, SAMPLE_CONTACT } from '~/tagging/merge-tags';
import { ScaledPage } from '~/ui/scaled-page';

const samples: Record<string, MergeValues> = {
  named: SAMPLE_CONTACT,
  nameless: { email: 'hello@example.com' },
};

const sampleOptions = [
  { value: 'named', label: 'Ada Lindqvist' },
  { value: 'nameless', label: 'A contact without a name' },
];

interface MessagePreviewProps {
  channel: Channel;
  sender: string;
  content: Content;
}

/** A message as one recipient sees it. */
export function MessagePreview({ channel, sender, content }: MessagePreviewProps) {
  const [sample, setSample] = useState('named');
  const shown = useDeferredValue(content);
  const values = samples[sample] ?? {};
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h3" variant="headingSm">
            Preview
          </Text>
          <Select
            label="As seen by"
            labelInline
            options={sampleOptions}
            value={sample}
            onChange={setSample}
          />
        </InlineStack>
        {channel === 'email' ? (
          <EmailPreview sender={sender} content={shown} values={values} />
        ) : (
          <div className="st-bubble">
            {renderMergeTags(shown.text, values, 'none') || 'Your words will show here.'}
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
}: Omit<MessagePreviewProps, 'channel'> & { values: MergeValues }) {
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

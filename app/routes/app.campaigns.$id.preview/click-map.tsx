import { BlockStack, Button, ButtonGroup } from '@shopify/polaris';
import { useState } from 'react';
import type { Channel } from '~/channels/channel';
import type { Content } from '~/messaging/compose';
import { MessagePreview } from '~/ui/message-preview';

interface VariantPreviewProps {
  channel: Channel;
  sender: string;
  contents: readonly (Content & { variant: string; template: string })[];
}

/** The message as one recipient sees it; of a campaign in variants the one that is chosen. */
export function VariantPreview({ channel, sender, contents }: VariantPreviewProps) {
  const [chosen, setChosen] = useState(contents[0]?.variant);
  const content = contents.find(({ variant }) => variant === chosen) ?? contents[0];
  if (!content) return null;
  return (
    <BlockStack gap="300">
      {contents.length > 1 && (
        <ButtonGroup variant="segmented">
          {contents.map(({ variant }) => (
            <Button key={variant} pressed={variant === chosen} onClick={() => setChosen(variant)}>
              {`Variant ${variant}`}
            </Button>
          ))}
        </ButtonGroup>
      )}
      <MessagePreview channel={channel} sender={sender} content={content} />
    </BlockStack>
  );
}

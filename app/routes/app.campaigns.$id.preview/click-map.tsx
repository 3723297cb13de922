import { BlockStack, Button, ButtonGroup, Checkbox, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { Channel } from '~/channels/channel';
import type { Content } from '~/messaging/compose';
import type { CampaignReportView } from '~/reports/campaign/interpret';
import { BesideCards } from '~/ui/beside-cards';
import { withClickShares } from '~/ui/click-map';
import { MessagePreview } from '~/ui/message-preview';

interface ClickMapProps {
  channel: Channel;
  sender: string;
  contents: readonly (Content & { variant: string; template: string })[];
  links: CampaignReportView['links'];
}

/** The message as one recipient sees it, each link with its share of the clicks; of a campaign in variants the one chosen. */
export function ClickMap({ channel, sender, contents, links }: ClickMapProps) {
  const [chosen, setChosen] = useState(contents[0]?.variant);
  const [withShares, setWithShares] = useState(true);
  const content = contents.find(({ variant }) => variant === chosen) ?? contents[0];
  if (!content) return null;
  const own = links.filter(({ variant }) => variant === null || variant === content.variant);
  const known = own.some(({ share }) => share !== '–');
  const shares = new Map(own.map(({ position, share }) => [position, share]));
  const shown =
    withShares && known ? withClickShares(channel, content, (position) => shares.get(position)) : content;
  return (
    <BlockStack gap="300">
      <BesideCards>
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
          {known ? (
            <Checkbox
              label="Show each link’s share of the clicks"
              checked={withShares}
              onChange={setWithShares}
              helpText="Of all clicks by people on the campaign. The table has the same numbers."
            />
          ) : (
            <Text as="p" tone="subdued">
              No click of a person is known, so the message is shown without a click map.
            </Text>
          )}
        </BlockStack>
      </BesideCards>
      <MessagePreview channel={channel} sender={sender} content={shown} />
    </BlockStack>
  );
}

import { Badge, type BadgeProps, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useMemo } from 'react';
import type { Channel } from '~/channels/channel';
import type { Content } from '~/messaging/compose';
import type { Verdict } from '~/tagging/link-diagnosis';
import type { Tags } from '~/tagging/tags';
import { CopyButton } from '~/ui/copy-button';
import { distinctLinks, linksOf, type LinkWithPlaces } from '~/ui/message-links';
import { skipSentence } from '~/ui/skip-sentence';
import { type CheckedLink, type LinkCheck, useLinkCheck } from './use-link-check';

interface LinksCardProps {
  campaignId: string;
  channel: Channel;
  /** Of each variant. */
  contents: readonly Content[];
  /** As they will be sent, their tokens filled in. */
  tags: Tags;
}

/** Every link with its tags, before anybody receives it, and what becomes of it when it is followed. */
export function LinksCard({ campaignId, channel, contents, tags }: LinksCardProps) {
  const { source, medium, campaign } = tags;
  const links = useMemo(
    () =>
      distinctLinks(contents.flatMap((content) => linksOf(content, channel, { source, medium, campaign }))),
    [contents, channel, source, medium, campaign],
  );
  const check = useLinkCheck(campaignId, tags);
  const tracked = links.filter(({ taggedUrl }) => taggedUrl !== null).length;
  if (tracked === 0) return null;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="start" gap="300">
          <Text as="h3" variant="headingSm">
            Links as they will be sent
          </Text>
          <Button onClick={check.start} loading={check.state === 'checking'}>
            Check links
          </Button>
        </InlineStack>
        <Text as="p" tone="subdued">
          Each link counts the click and then leads to the address shown here. An id of this exact message
          (utm_id) is set at sending and added to it. “Check links” follows each as a browser would and says
          whether it arrives in your shop with its tags.
        </Text>
        <CheckState check={check} links={links} tracked={tracked} />
        <BlockStack as="ul" gap="400">
          {links.map((link) => (
            <li key={link.url}>
              <SentLink link={link} checked={check.found.get(link.taggedUrl ?? '')} />
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

/** How the check stands, for everybody to hear. */
function CheckState({
  check,
  links,
  tracked,
}: {
  check: LinkCheck;
  links: LinkWithPlaces[];
  tracked: number;
}) {
  const found = links.flatMap(({ taggedUrl }) => check.found.get(taggedUrl ?? '') ?? []);
  // A link to somewhere else may well be meant.
  const ill = found.filter(({ verdict }) => verdict !== 'healthy' && verdict !== 'leaves_the_shop').length;
  const sentence = () => {
    switch (check.state) {
      case 'idle':
        return '';
      case 'checking':
        return `Following ${tracked === 1 ? 'one link' : `${tracked} links`}. This takes up to a minute.`;
      case 'already_running':
        return 'These links are being checked already. Try again in a minute.';
      case 'invalid_tags':
        return 'The tags are too long to be checked. Shorten them first.';
      case 'checked': {
        if (found.length === 0) return 'The tags or links changed since the last check. Check again.';
        const rest =
          tracked > found.length
            ? ` ${tracked - found.length} of ${tracked} were not followed: they are new, or not among the first 30.`
            : '';
        return (
          (ill === 0
            ? 'Every link that was followed opens, and its tags arrive.'
            : `${ill} of ${found.length} followed links need a look.`) + rest
        );
      }
    }
  };
  const text = sentence();
  return (
    <div role="status">
      {text && (
        <Text as="p" fontWeight="medium">
          {text}
        </Text>
      )}
    </div>
  );
}

function SentLink({ link, checked }: { link: LinkWithPlaces; checked: CheckedLink | undefined }) {
  const { url, taggedUrl, skipped, replaced, places } = link;
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center" wrap={false}>
        <span className="st-url">{taggedUrl ?? url}</span>
        {taggedUrl && <CopyButton text={taggedUrl} label={`Copy ${taggedUrl}`} />}
      </InlineStack>
      <InlineStack gap="200" blockAlign="center">
        {taggedUrl ? <Badge tone="success">Tracked</Badge> : <Badge>Sent as written</Badge>}
        {taggedUrl && <Badge>utm_id set at sending</Badge>}
        <Text as="span" variant="bodySm" tone="subdued">
          {[
            ...(places > 1 ? [`In ${places} places.`] : []),
            ...(skipped ? [skipSentence[skipped]] : []),
            ...replaced.map(({ name, was }) => `Its own ${name} “${was}” is replaced.`),
          ].join(' ')}
        </Text>
      </InlineStack>
      {checked && (
        <InlineStack gap="200" blockAlign="center">
          <Badge tone={VERDICTS[checked.verdict].tone}>{VERDICTS[checked.verdict].label}</Badge>
          <Text as="span" variant="bodySm" breakWord>
            {checked.sentence}
          </Text>
        </InlineStack>
      )}
    </BlockStack>
  );
}

const VERDICTS: Record<Verdict, { label: string; tone: BadgeProps['tone'] }> = {
  healthy: { label: 'Arrives', tone: 'success' },
  tags_dropped: { label: 'Tags get lost', tone: 'critical' },
  not_found: { label: 'Page not found', tone: 'critical' },
  failing: { label: 'Page fails', tone: 'critical' },
  password_page: { label: 'Password page', tone: 'critical' },
  leaves_the_shop: { label: 'Not your shop', tone: 'attention' },
  refused_address: { label: 'Not public', tone: 'warning' },
  not_web: { label: 'No web page', tone: 'warning' },
  unreachable: { label: 'Not reachable', tone: 'critical' },
  too_slow: { label: 'Too slow', tone: 'warning' },
  too_many_hops: { label: 'Too many redirects', tone: 'critical' },
};

import { Banner, type BannerHandles, Button, Link, List } from '@shopify/polaris';
import { useEffect, useRef } from 'react';
import { type Channel, channelLabel } from '~/channels/channel';
import { stepPath, stepTitle } from '~/ui/wizard-steps';
import type { SummaryAnswer } from './summary-fields';

interface BeforeSendingProps {
  campaignId: string;
  problems: SummaryAnswer['problems'];
  /** Nobody in the chosen segment may be written to. */
  nobody: boolean;
}

/** What other steps must mend before the campaign can go out, each with the way there. */
export function BeforeSending({ campaignId, problems, nobody }: BeforeSendingProps) {
  const all = nobody
    ? [
        ...problems,
        { step: 'audience' as const, message: 'Nobody in this segment agreed to e-mail marketing.' },
      ]
    : problems;
  if (all.length === 0) return null;
  return (
    <Banner tone="warning" title="Before it can be sent">
      <List>
        {all.map(({ step, message }) => (
          <List.Item key={message}>
            {message} <Link url={stepPath(campaignId, step)}>{`Go to ${stepTitle[step]}`}</Link>
          </List.Item>
        ))}
      </List>
    </Banner>
  );
}

/** A provider is connected, and nothing can be sent through it: its credentials were sealed with another key. */
export function CredentialsLost({ channel }: { channel: Channel }) {
  return (
    <Banner
      tone="critical"
      title={`The stored credentials of ${channelLabel[channel]} cannot be read any more`}
      action={{ content: 'Enter them again', url: `/app/settings/channels/${channel}` }}
    >
      The app’s key was changed since they were stored. Nothing is sent until they are entered again.
    </Banner>
  );
}

interface NotSentProps {
  /** Of the last attempt; each new one draws the attention here. */
  answer: SummaryAnswer | undefined;
  /** Those of its errors that still stand. */
  errors: Record<string, string>;
  campaignId: string;
}

/** Why the last attempt did not go through; each line leads to its field. */
export function NotSent({ answer, errors, campaignId }: NotSentProps) {
  const banner = useRef<BannerHandles>(null);
  useEffect(() => {
    if (answer && Object.keys(answer.errors).length > 0) banner.current?.focus();
  }, [answer]);
  if (Object.keys(errors).length === 0) return null;
  return (
    <Banner ref={banner} tone="critical" title="It was not sent yet">
      <List>
        {Object.entries(errors).map(([field, message]) => (
          <List.Item key={field}>
            {field === 'links' ? (
              <Link url={stepPath(campaignId, 'content')}>{message}</Link>
            ) : (
              <Button variant="plain" onClick={() => document.getElementById(field)?.focus()}>
                {message}
              </Button>
            )}
          </List.Item>
        ))}
      </List>
    </Banner>
  );
}

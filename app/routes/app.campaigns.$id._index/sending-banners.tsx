import { Banner, Text } from '@shopify/polaris';
import {
  type CampaignFailure,
  type CampaignStatus,
  failureInWords,
  type PauseReason,
  pauseInWords,
} from '~/campaigns/campaign';
import { stepPath } from '~/ui/wizard-steps';

interface SendingBannersProps {
  id: string;
  campaign: {
    status: CampaignStatus;
    failure: CampaignFailure | null;
    pauseReason: PauseReason | null;
    archived: boolean;
  };
  /** Until when the provider is left alone, and what it said; null where it takes messages. */
  hold: { until: string; reason: string } | null;
}

/** What stands in the way of sending, and what to do about it. */
export function SendingBanners({ id, campaign, hold }: SendingBannersProps) {
  const { status, failure, pauseReason, archived } = campaign;
  return (
    <>
      {failure && (
        <Banner
          tone="warning"
          title={status === 'draft' ? 'It was not sent' : 'Sending stopped early'}
          action={
            status === 'draft' ? { content: 'Choose an audience', url: stepPath(id, 'audience') } : undefined
          }
        >
          <Text as="p">{failureInWords[failure]}</Text>
        </Banner>
      )}
      {status === 'paused' && pauseReason && (
        <Banner tone="warning" title="Sending paused by itself">
          <Text as="p">{pauseInWords[pauseReason]}</Text>
        </Banner>
      )}
      {status === 'sending' && hold && (
        <Banner tone="warning" title="The provider takes nothing at the moment">
          <Text as="p" breakWord>
            {`It said: “${hold.reason}”. It is asked again at ${hold.until}, and whenever that fails after a longer pause. Nothing is lost meanwhile, and there is nothing that you have to do.`}
          </Text>
        </Banner>
      )}
      {archived && (
        <Banner tone="info" title="Archived">
          <Text as="p">It is left out of the lists. Its clicks and orders go on being counted.</Text>
        </Banner>
      )}
    </>
  );
}

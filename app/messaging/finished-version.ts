import { channelOf } from '~/channels/channel';
import type { Message, MessageVersion } from '~/db.server';
import { finishMessage } from '~/messaging/compose';
import { plainCode } from '~/orders/discount-code';
import { resolveTags, type TokenValues } from '~/tagging/tag-tokens';

/** What of a version follows from its message. */
export type FinishedVersion = Pick<
  MessageVersion,
  | 'channel'
  | 'subject'
  | 'preheader'
  | 'html'
  | 'text'
  | 'template'
  | 'voice'
  | 'trackSales'
  | 'utmSource'
  | 'utmMedium'
  | 'utmCampaign'
  | 'discountCode'
>;

/**
 * What a message would be sent as now.
 * @param of what the tokens in its tags stand for
 */
export function finishedVersion(
  message: Message,
  { shopName, tokens }: { shopName: string; tokens: TokenValues },
): FinishedVersion {
  const { source, medium, campaign } = resolveTags(
    { source: message.utmSource, medium: message.utmMedium, campaign: message.utmCampaign },
    tokens,
  );
  return {
    channel: message.channel,
    ...finishMessage(channelOf(message.channel), message, shopName),
    template: message.template,
    voice: message.voice,
    trackSales: message.trackSales,
    utmSource: source,
    utmMedium: medium,
    utmCampaign: campaign,
    discountCode: message.trackSales ? plainCode(message.discountCode) : '',
  };
}

/** Whether a version is what its message would be sent as now. */
export const isFrozenAs = (version: MessageVersion, finished: FinishedVersion): boolean =>
  Object.entries(finished).every(([field, value]) => version[field as keyof FinishedVersion] === value);

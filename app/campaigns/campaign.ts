import type { Campaign as StoredCampaign } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { canSend, type Channel, notConnectedText } from '~/channels/channel';
import type { Audience } from '~/campaigns/audience';
import { eachVariant } from '~/campaigns/each-variant';
import { type VariantTest, whyUndecidable } from '~/campaigns/variants';
import {
  type MessageProblem,
  type MessageProblemReason,
  messageProblems,
  type WrittenMessage,
} from '~/messaging/message-problems';
import { isDiscountCode } from '~/orders/discount-code';
import { sendDateOf, type TokenValues } from '~/tagging/tag-tokens';

export const CAMPAIGN_STATUSES = ['draft', 'scheduled', 'sending', 'paused', 'sent'] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** draft · now · later: the choice made on the Summary step. */
export type SendMode = 'draft' | 'now' | 'later';

/**
 * Why a campaign's sending stopped short. Before anybody was written to, the campaign is a draft again; after that it
 * ends as sent, to those who had been reached.
 */
export type CampaignFailure = 'segment_gone' | 'shop_uninstalled' | 'cancelled';

export const failureInWords: Record<CampaignFailure, string> = {
  segment_gone:
    'The segment was deleted in Shopify, so its members could not be read. Choose another audience.',
  shop_uninstalled: 'The app was uninstalled before sending was finished.',
  cancelled: 'You stopped it. Whoever had not received it by then will not.',
};

/** Why a campaign paused by itself. */
export type PauseReason = 'failing' | 'login_refused' | 'credentials_unreadable';

/** What happened and what to do, in sentences. */
export const pauseInWords: Record<PauseReason, string> = {
  failing:
    'Of the last 100 messages, 5 % or more failed, so sending stopped before more did. Look below at what the provider said. Once that is mended, resume: counting begins anew.',
  login_refused:
    'The provider does not accept the login any more, so nothing can be sent. The password or token may have been changed or revoked. Set the right one, then resume: nothing is lost.',
  credentials_unreadable:
    'The stored credentials of the provider cannot be read any more, because the app’s key was changed. Enter them again in Settings, then resume: nothing is lost.',
};

/** A campaign's row, its words narrowed. */
export type Campaign = Omit<
  StoredCampaign,
  'channel' | 'status' | 'sendMode' | 'failure' | 'pauseReason' | 'audience'
> & {
  channel: Channel;
  audience: Audience;
  /** Of the included segments; null where none is chosen. */
  segmentName: string | null;
  status: CampaignStatus;
  sendMode: SendMode;
  failure: CampaignFailure | null;
  pauseReason: PauseReason | null;
};

/** The key of the job that expands a campaign: at most one of it waits. */
export const campaignJobKey = (shop: ShopId, id: bigint): string => `campaign:${shop}:${id}`;

/** What is asked of a campaign before it is sent. */
export interface EditableCampaign {
  name: string;
  channel: Channel;
  audience: Pick<Audience, 'include'>;
  /** How its variants are tried; absent where it has one alone. */
  test?: VariantTest;
}

/**
 * What the tokens in a campaign's tags stand for.
 * @param sendAt when it is sent; `{{send_date}}` is that day in the shop's zone
 */
export function tokenValuesOf(
  { name, segmentName }: { name: string; segmentName: string | null },
  sendAt: Date,
  zone: string,
): TokenValues {
  return {
    campaign_name: name,
    send_date: sendDateOf(sendAt, zone),
    ...(segmentName !== null && { segment: segmentName }),
  };
}

/** What is asked of its messages: tracking is the same in all of them. */
export interface EditableMessage extends WrittenMessage {
  /** Its letter; of a campaign's only message it does not matter. */
  variant?: string;
  template?: string | null;
  discountCode: string;
}

export type Step = 'channel' | 'content' | 'audience' | 'summary';

export type ProblemReason =
  | 'no_name'
  | 'channel_not_connected'
  | 'no_audience'
  | 'variants_undecidable'
  | 'discount_code_refused'
  | MessageProblemReason;

/** Why a campaign cannot be sent as it is, and the step of the wizard that mends it. */
export interface Problem {
  step: Step;
  reason: ProblemReason;
  /** A sentence for the merchant. */
  message: string;
  /** The UTM value that it is about, or the discount code. */
  field?: 'source' | 'medium' | 'campaign' | 'discountCode';
}

/**
 * Everything that keeps a campaign from being sent, in the order of the steps. A draft may have any of it.
 * @param messages its variants, the first of them first
 * @param tokens what the tokens in its tags stand for
 * @param connected the channels that the shop can send on
 */
export function problemsOf(
  campaign: EditableCampaign,
  messages: readonly EditableMessage[],
  tokens: TokenValues,
  connected: readonly Channel[],
): Problem[] {
  const ofMessages = (part: MessageProblem['part']) =>
    eachVariant(messages, (message) =>
      messageProblems(campaign.channel, message, { name: campaign.name, tokens })
        .filter((problem) => problem.part === part)
        .map(({ part, ...problem }) => ({ step: part === 'content' ? 'content' : 'summary', ...problem })),
    );
  return [
    ...channelProblems(campaign, connected),
    ...ofMessages('content'),
    ...(campaign.audience.include.length > 0
      ? []
      : [
          {
            step: 'audience',
            reason: 'no_audience',
            message: 'Choose a segment to send to.',
          } satisfies Problem,
        ]),
    ...variantProblems(campaign, messages),
    ...ofMessages('tracking'),
    ...eachVariant(messages, codeProblems),
  ];
}

function variantProblems(
  { channel, test }: EditableCampaign,
  messages: readonly EditableMessage[],
): Problem[] {
  const why = test && whyUndecidable(channel, test, messages);
  return why === undefined ? [] : [{ step: 'audience', reason: 'variants_undecidable', message: why }];
}

function codeProblems({ trackSales, discountCode }: EditableMessage): Problem[] {
  if (!trackSales || !discountCode || isDiscountCode(discountCode)) return [];
  return [
    {
      step: 'summary',
      reason: 'discount_code_refused',
      field: 'discountCode',
      message: 'A discount code has no spaces and no commas.',
    },
  ];
}

function channelProblems({ name, channel }: EditableCampaign, connected: readonly Channel[]): Problem[] {
  const problems: Problem[] = [];
  if (!name.trim()) {
    problems.push({ step: 'channel', reason: 'no_name', message: 'Give the campaign a name.' });
  }
  if (!canSend(channel, connected).ok) {
    problems.push({
      step: 'channel',
      reason: 'channel_not_connected',
      message: notConnectedText(channel),
    });
  }
  return problems;
}

/** One line of the list of campaigns. */
export interface CampaignRow {
  id: bigint;
  name: string;
  channel: Channel;
  status: CampaignStatus;
  failure: CampaignFailure | null;
  /** Its segments in words; null where none is chosen yet. */
  audience: string | null;
  /** Taken by the provider. */
  sent: number;
  failed: number;
  scheduledAt: Date | null;
  sentAt: Date | null;
  updatedAt: Date;
  trackSales: boolean;
  /** Whether tracking was turned on after it was sent. */
  adopted: boolean;
  /** By another tool: then `sent` is not known. */
  sentElsewhere: boolean;
  tags: { source: string; medium: string; campaign: string };
}

export const CAMPAIGN_TABS = ['all', 'draft', 'scheduled', 'sent', 'archived'] as const;
export type CampaignTab = (typeof CAMPAIGN_TABS)[number];

/** What is asked of the list; `page` counts from 1, `limit` is as the list has it where it is left out. */
export interface CampaignFilter {
  tab: CampaignTab;
  search: string;
  page: number;
  limit?: number;
}

/** The statuses that each tab of the list shows; what is being sent stands with what was. Archived ones have their own. */
export const statusesOf: Record<CampaignTab, readonly CampaignStatus[]> = {
  all: CAMPAIGN_STATUSES,
  draft: ['draft'],
  scheduled: ['scheduled'],
  sent: ['sending', 'paused', 'sent'],
  archived: CAMPAIGN_STATUSES,
};

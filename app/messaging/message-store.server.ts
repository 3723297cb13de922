import { LINK_CHANNEL } from '~/channels/channel';
import { type Db, db, type Message } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** What a merchant may change of a message. */
export type MessageChange = Partial<
  Pick<
    Message,
    | 'channel'
    | 'subject'
    | 'preheader'
    | 'html'
    | 'text'
    | 'design'
    | 'template'
    | 'voice'
    | 'trackSales'
    | 'utmSource'
    | 'utmMedium'
    | 'utmCampaign'
    | 'discountCode'
  >
>;

/** What a message says, with how it was made; what is left out is empty. */
export type MessageContent = Pick<Message, 'subject' | 'preheader' | 'html' | 'text'> &
  Partial<Pick<Message, 'design' | 'template' | 'voice'>>;

/** The message of a campaign. */
export async function createMessage(
  shop: ShopId,
  campaignId: bigint,
  content: MessageChange & { channel: string; variant?: string },
  now: Date,
  tx: Db = db,
): Promise<void> {
  await tx.message.create({ data: { shopId: shop, campaignId, ...content, updatedAt: now } });
}

type LinkFields = Pick<Message, 'subject' | 'text' | 'utmSource' | 'utmMedium' | 'utmCampaign'>;

/** The message of a tracking link: always tracked, its text the destination. */
export async function createLinkMessage(
  shop: ShopId,
  trackingLinkId: bigint,
  fields: LinkFields,
  now: Date,
  tx: Db,
): Promise<Message> {
  return tx.message.create({
    data: {
      shopId: shop,
      trackingLinkId,
      channel: LINK_CHANNEL,
      trackSales: true,
      ...fields,
      updatedAt: now,
    },
  });
}

export async function changeLinkMessage(
  shop: ShopId,
  trackingLinkId: bigint,
  fields: LinkFields,
  now: Date,
  tx: Db,
): Promise<Message> {
  return tx.message.update({
    where: { shopId_trackingLinkId: { shopId: shop, trackingLinkId } },
    data: { ...fields, updatedAt: now },
  });
}

/**
 * Changes the messages of a campaign; the caller has made sure that the campaign may be edited.
 * @param variant the one to change; undefined: all of them
 */
export async function changeMessage(
  shop: ShopId,
  campaignId: bigint,
  change: MessageChange,
  now: Date,
  tx: Db,
  variant?: string,
): Promise<void> {
  await tx.message.updateMany({
    where: { shopId: shop, campaignId, ...(variant !== undefined && { variant }) },
    data: { ...change, updatedAt: now },
  });
}

/** Removes one of the messages of a campaign that may be edited. */
export async function removeMessage(
  shop: ShopId,
  campaignId: bigint,
  variant: string,
  tx: Db,
): Promise<void> {
  await tx.message.deleteMany({ where: { shopId: shop, campaignId, variant } });
}

/** What a step of an automation decides of its message; its content is changed by itself. */
export type StepMessage = Pick<
  Message,
  'channel' | 'trackSales' | 'utmSource' | 'utmMedium' | 'utmCampaign'
> & { stepId: string; stepName: string };

/** The message of an automation's step, made where there is none yet. */
export async function saveStepMessage(
  shop: ShopId,
  automationId: bigint,
  message: StepMessage,
  now: Date,
  tx: Db,
): Promise<void> {
  const { stepId } = message;
  await tx.message.upsert({
    where: { shopId_automationId_stepId: { shopId: shop, automationId, stepId } },
    create: { shopId: shop, automationId, ...message, updatedAt: now },
    update: { ...message, updatedAt: now },
  });
}

/** Changes what the message of a step says. Returns whether there is one. */
export async function changeStepMessage(
  shop: ShopId,
  automationId: bigint,
  stepId: string,
  { subject, preheader, html, text, design = null, template = null, voice = '' }: MessageContent,
  now: Date,
  tx: Db,
): Promise<boolean> {
  const { count } = await tx.message.updateMany({
    where: { shopId: shop, automationId, stepId },
    data: { subject, preheader, html, text, design, template, voice, updatedAt: now },
  });
  return count > 0;
}

import { stepTokens } from '~/automations/check-definition';
import { channelOf } from '~/channels/channel';
import { db } from '~/db.server';
import { testDestination } from '~/messaging/test-destination';
import type { StepTestLinkAddress } from '~/tracking/link-token.server';

/**
 * Where a link of a step's test leads: its tagged URL in the message as it is now. Undefined where the automation, or a
 * link at that place, is no more.
 */
export async function findStepTestLink({
  shop: shopId,
  messageId,
  position,
}: StepTestLinkAddress): Promise<string | undefined> {
  const message = await db.message.findUnique({
    where: { shopId_id: { shopId, id: messageId } },
    include: { automation: true },
  });
  const shop = await db.shop.findUnique({ where: { id: shopId } });
  if (!shop || !message?.automation || message.automation.deletedAt) return undefined;
  const tokens = stepTokens(message.automation.name, { name: message.stepName ?? '' });
  return testDestination({ channel: channelOf(message.channel), message, tokens }, shop.name, position);
}

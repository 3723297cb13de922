import { stepTokens } from '~/automations/check-definition';
import type { SendStep } from '~/automations/definition';
import type { Message, Shop } from '~/db.server';
import type { TestDraft } from '~/messaging/send-test.server';
import { stepTestLinkToken } from '~/tracking/link-token.server';

/** The message of an automation's step, to be tried as if it were published now. */
export function stepTest(shop: Shop, automation: string, step: SendStep, message: Message): TestDraft {
  return {
    channel: step.channel,
    message,
    tokens: stepTokens(automation, step),
    linkToken: (position) => stepTestLinkToken({ shop: shop.id, messageId: message.id, position }),
  };
}

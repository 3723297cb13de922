import type { ActionFunctionArgs } from '@remix-run/node';
import { campaignTest } from '~/campaigns/test-draft.server';
import { answerTest } from '~/ui/message-editor/answer-test.server';
import type { TestAnswer } from '~/ui/message-editor/test-message';
import { openDraft } from '~/ui/open-draft.server';

/** Sends what is written in a draft to the merchant, as a test. */
export async function action({ request, params }: ActionFunctionArgs): Promise<TestAnswer> {
  const { shop, campaign, messages, message: first } = await openDraft(request, params.id);
  return answerTest(request, shop, (variant) => {
    const message = messages.find((one) => one.variant === variant) ?? first;
    return campaignTest(shop, { campaign, message }, new Date());
  });
}

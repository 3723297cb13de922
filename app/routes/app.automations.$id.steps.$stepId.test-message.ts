import type { ActionFunctionArgs } from '@remix-run/node';
import { stepTest } from '~/automations/test-draft.server';
import { answerTest } from '~/ui/message-editor/answer-test.server';
import type { TestAnswer } from '~/ui/message-editor/test-message';
import { openStep } from '~/ui/open-automation.server';

/** Sends what is written in a step's message to the merchant, as a test. */
export async function action({ request, params }: ActionFunctionArgs): Promise<TestAnswer> {
  const { shop, automation, step, message } = await openStep(request, params);
  return answerTest(request, shop, () => stepTest(shop, automation.name, step, message));
}

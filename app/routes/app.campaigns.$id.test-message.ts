import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { sendTest } from '~/campaigns/send-test.server';
import { FIRST_VARIANT, variantSchema } from '~/campaigns/variants';
import { appSmtp } from '~/channels/email/smtp.server';
import { providerOf } from '~/channels/provider-of.server';
import { contentFields } from '~/routes/app.campaigns.$id.content/content-fields';
import type { TestAnswer } from '~/routes/app.campaigns.$id.content/test-message';
import { readForm } from '~/ui/form-errors';
import { openDraft } from '~/ui/open-draft.server';

const testFields = contentFields.omit({ intent: true }).extend({
  variant: variantSchema.default(FIRST_VARIANT),
  to: z.string().trim().max(320),
  firstName: z.string().max(200).default(''),
  lastName: z.string().max(200).default(''),
});

/** Sends what is written in a draft, saved or not, to the merchant; the answer is in the merchant's words. */
export async function action({ request, params }: ActionFunctionArgs): Promise<TestAnswer> {
  const { shop, campaign, messages, message: first } = await openDraft(request, params.id);
  const parsed = testFields.safeParse(await readForm(request));
  if (!parsed.success)
    return { test: 'failed', message: 'The message is too long to be sent. Shorten it and try again.' };
  const { variant, to, firstName, lastName, ...content } = parsed.data;
  const values = { first_name: firstName || undefined, last_name: lastName || undefined };
  const message = messages.find((one) => one.variant === variant) ?? first;
  const draft = { campaign, message: { ...message, ...content } };
  const provider = (await providerOf(shop.id, 'email')) ?? appSmtp;
  const sent = await sendTest(shop, draft, to, values, provider, new Date());
  if (!sent.ok) return { test: 'failed', message: refusals[sent.reason] };
  return sent.value.outcome === 'accepted'
    ? { test: 'sent', to }
    : { test: 'failed', message: notTaken(sent.value.reason) };
}

const refusals = {
  not_an_address: 'Enter one e-mail address, such as you@example.com.',
  nothing_written: 'Write the message before you test it.',
};

const notTaken = (reason: string) =>
  reason === 'interrupted'
    ? 'The connection to the mail server was lost, so the test may or may not arrive. Look for it before you try again.'
    : `The mail server did not take the test. It said: ${reason}`;

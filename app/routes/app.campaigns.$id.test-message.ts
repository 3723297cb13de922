import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { sendTest, type TestRefusal } from '~/campaigns/send-test.server';
import { FIRST_VARIANT, variantSchema } from '~/campaigns/variants';
import { type Channel, type Handover, notConnectedText } from '~/channels/channel';
import { providerOf } from '~/channels/provider-of.server';
import { loadProviderToChange } from '~/channels/provider-store.server';
import { type SenderName, testResultOf } from '~/channels/trouble';
import { phoneNumberOf } from '~/contacts/contact';
import { tokenBuckets } from '~/lib/token-buckets';
import { readForm } from '~/ui/form-errors';
import { contentFields } from '~/ui/message-editor/content-fields';
import type { TestAnswer } from '~/ui/message-editor/test-message';
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
  const { channel } = campaign;
  const draft = { campaign, message: { ...message, ...content } };
  const own = await loadProviderToChange(shop.id, channel);
  if (own && !own.credentials) return { test: 'failed', message: UNREADABLE };
  const provider = await providerOf<Channel>(shop.id, channel);
  if (!provider) return { test: 'failed', message: notConnectedText(channel) };
  const now = new Date();
  if (!mayTest(String(shop.id), now.getTime())) return { test: 'failed', message: TOO_MANY };
  const sent = await sendTest(shop, draft, to, values, provider, now);
  if (!sent.ok) return { test: 'failed', message: refusals[sent.reason] };
  const text = said(channel, own?.provider ?? 'app', phoneNumberOf(to) ?? to, sent.value);
  return sent.value.outcome === 'accepted' ? { test: 'sent', text } : { test: 'failed', message: text };
}

/** A test is charged by the provider, and goes to whoever is named: so many at once, then one a minute. */
const mayTest = tokenBuckets({ burst: 20, perSecond: 1 / 60, keys: 10_000 });
const TOO_MANY = 'Too many tests at once. Wait a minute, then send the next one.';
const UNREADABLE =
  'The stored credentials cannot be read any more, because the app’s key was changed. Enter them again in Settings.';

const refusals: Record<TestRefusal, string> = {
  not_an_address: 'Enter one e-mail address, such as you@example.com.',
  not_a_number: 'Enter the number with + and its country code, such as +4915112345678.',
  nothing_written: 'Write the message before you test it.',
};

/** What became of it, in plain words. */
function said(channel: Channel, sender: SenderName, to: string, handover: Handover): string {
  if (channel === 'email' && handover.outcome !== 'denied')
    return handover.outcome === 'accepted'
      ? `The mail server took the test for ${to}. It should arrive in a moment.`
      : notTaken(handover.reason);
  if (channel === 'whatsapp' && handover.outcome === 'refused')
    return `It was refused: “${handover.reason}”. Check the number and the template; a free text reaches only a phone that wrote to your number within the last 24 hours.`;
  return testResultOf(channel, sender, to, handover).text;
}

const notTaken = (reason: string) =>
  reason === 'interrupted'
    ? 'The connection to the mail server was lost, so the test may or may not arrive. Look for it before you try again.'
    : `The mail server did not take the test. It said: ${reason}`;

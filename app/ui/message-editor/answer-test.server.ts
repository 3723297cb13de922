import { z } from 'zod';
import { type Channel, type Handover, notConnectedText } from '~/channels/channel';
import { providerOf } from '~/channels/provider-of.server';
import { loadProviderToChange } from '~/channels/provider-store.server';
import { type SenderName, testResultOf } from '~/channels/trouble';
import { phoneNumberOf } from '~/contacts/contact';
import type { Shop } from '~/db.server';
import { tokenBuckets } from '~/lib/token-buckets';
import { sendTest, type TestDraft, type TestRefusal } from '~/messaging/send-test.server';
import { readForm } from '~/ui/form-errors';
import { contentFields } from './content-fields';
import type { TestAnswer } from './test-message';

const testFields = contentFields.omit({ intent: true }).extend({
  variant: z.string().max(10).default(''),
  to: z.string().trim().max(320),
  firstName: z.string().max(200).default(''),
  lastName: z.string().max(200).default(''),
});

/**
 * Sends what is written in a message, saved or not, to the merchant; the answer is in the merchant's words.
 * @param draftOf the message as it is kept, by the variant that the form names
 */
export async function answerTest(
  request: Request,
  shop: Shop,
  draftOf: (variant: string) => TestDraft,
): Promise<TestAnswer> {
  const parsed = testFields.safeParse(await readForm(request));
  if (!parsed.success)
    return { test: 'failed', message: 'The message is too long to be sent. Shorten it and try again.' };
  const { variant, to, firstName, lastName, ...content } = parsed.data;
  const values = { first_name: firstName || undefined, last_name: lastName || undefined };
  const kept = draftOf(variant);
  const { channel } = kept;
  const own = await loadProviderToChange(shop.id, channel);
  if (own && !own.credentials) return { test: 'failed', message: UNREADABLE };
  const provider = await providerOf<Channel>(shop.id, channel);
  if (!provider) return { test: 'failed', message: notConnectedText(channel) };
  if (!mayTest(String(shop.id), Date.now())) return { test: 'failed', message: TOO_MANY };
  const draft = { ...kept, message: { ...kept.message, ...content } };
  const sent = await sendTest(shop, draft, to, values, provider);
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

import { randomBytes } from 'node:crypto';
import type { Channel, Handover, Messages, Provider } from '~/channels/channel';
import { isOneAddress } from '~/channels/email/mail';
import { phoneNumberOf } from '~/contacts/contact';
import type { Message, Shop } from '~/db.server';
import { env } from '~/env.server';
import { readableId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { compileMessage, composeMail, finishMessage } from '~/messaging/compose';
import { composeCall, composeTemplate, composeText } from '~/messaging/compose-text';
import { DEFAULT_LANGUAGE } from '~/messaging/spoken';
import { testTags } from '~/messaging/test-tags';
import { readTemplate } from '~/messaging/whatsapp-template';
import type { MergeValues } from '~/tagging/merge-tags';
import type { TokenValues } from '~/tagging/tag-tokens';

/** What a test's unsubscribe link ends in: it leads to a page that says so, and withdraws nothing. */
export const TEST_UNSUBSCRIBE = 'test';

/** Nobody waits for reports on a test. */
const NO_REPORTS = '';

/** A message that is tried before it is sent. */
export interface TestDraft {
  channel: Channel;
  message: Message;
  /** What the tokens in its tags stand for. */
  tokens: TokenValues;
  /** The signed token of its link at a place, as that of a test. */
  linkToken: (position: number) => string;
}

export type TestRefusal = 'not_an_address' | 'not_a_number' | 'nothing_written';

/**
 * Sends a message to the merchant, as a contact with these values would get it. Nothing of it is kept: there is no
 * delivery, and its links are signed as those of a test, whose clicks are neither stored nor credited.
 * @param to an address, or a phone number as people write it
 * @param provider of the message's channel
 * @returns what became of it at the provider
 */
export async function sendTest(
  shop: Shop,
  draft: TestDraft,
  to: string,
  values: MergeValues,
  provider: Provider<Channel>,
): Promise<Outcome<Handover, TestRefusal>> {
  const { channel } = draft;
  const address = channel === 'email' ? isOneAddress(to) && to : phoneNumberOf(to);
  if (!address) return refused(channel === 'email' ? 'not_an_address' : 'not_a_number');
  const { html, text } = draft.message;
  if (!html.trim() && !text.trim()) return refused('nothing_written');
  return done(await provider.send(composeTest(shop, draft, address, values, provider.sender)));
}

function composeTest(
  shop: Shop,
  { channel, message, tokens, linkToken }: TestDraft,
  to: string,
  values: MergeValues,
  sender: string,
): Messages[Channel] {
  const tags = testTags(message, tokens);
  const compiled = compileMessage(finishMessage(channel, message, shop.name), tags);
  const person = { firstName: values.first_name ?? null, lastName: values.last_name ?? null };
  const frame = {
    unsubscribeUrl: `${env.SHOPIFY_APP_URL}/u/${TEST_UNSUBSCRIBE}`,
    link: (position: number) => `${env.SHOPIFY_APP_URL}/l/${linkToken(position)}`,
  };
  if (channel === 'email') {
    const mail = composeMail(
      compiled,
      { email: to, ...person },
      {
        ...frame,
        from: { name: shop.name, address: sender },
        messageId: `test.${readableId(randomBytes(10))}@${sender.split('@')[1]}`,
        openUrl: null,
      },
    );
    return { ...mail, subject: `[Test] ${mail.subject}` };
  }
  const reader = { phone: to, email: values.email ?? null, ...person };
  if (channel === 'voice') {
    const language = message.voice || DEFAULT_LANGUAGE;
    return composeCall(message.text, reader, { language, reference: NO_REPORTS });
  }
  const template = channel === 'whatsapp' ? readTemplate(message.template) : undefined;
  if (template) return composeTemplate(template, tags, reader, NO_REPORTS);
  const composed = composeText(compiled, reader, { ...frame, reference: NO_REPORTS });
  return channel === 'sms' ? composed : { kind: 'session', ...composed };
}

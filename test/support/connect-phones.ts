import { BOUNCE_MAILBOX } from '../shopify/imap.ts';
import { META_ACCOUNT } from '../shopify/meta.ts';
import { mintSessionToken } from '../shopify/session-token.ts';
import { TWILIO_ACCOUNT } from '../shopify/twilio.ts';
import { DESKTOP_USER_AGENT } from './browser.ts';
import type { WholeTrail } from './whole-trail.ts';

/** A template of the shop's WhatsApp account that leads into the shop by its button. */
export const STORY_TEMPLATE = {
  name: 'new_arrivals',
  language: 'en',
  body: 'Hello {{1}}, new things from the sea have arrived.',
  button: 'See what is new',
};

/**
 * Connects SMS and calls through Twilio and WhatsApp through Meta by the forms of the settings, with an approved
 * template, and enters the addresses for replies that they show at both.
 */
export async function connectPhones(trail: WholeTrail): Promise<void> {
  const { twilio, meta, phones, storefrontUrl } = trail.shopify;
  const ours = { provider: 'twilio', ...TWILIO_ACCOUNT, sender: '+4930901820000' };
  const [replies = ''] = await connect(trail, 'sms', ours);
  twilio.listen('sms', replies);
  await connect(trail, 'voice', ours);
  const account = { provider: 'meta', ...META_ACCOUNT, sender: '+15550001111' };
  const [callback = '', verifyToken = ''] = await connect(trail, 'whatsapp', account);
  if (!(await meta.subscribe(callback, verifyToken))) throw new Error('Meta was not answered its challenge');
  const { button, ...template } = STORY_TEMPLATE;
  const buttons = [{ label: button, url: `${storefrontUrl}/{{1}}` }];
  phones.templates.push({ ...template, buttons, status: 'APPROVED' });
}

/** Connects the mailbox that e-mails come back to, by the form of the settings. */
export async function connectMailbox(trail: WholeTrail): Promise<void> {
  await connect(trail, 'email', {
    intent: 'connect-mailbox',
    mailboxAddress: BOUNCE_MAILBOX.user,
    mailboxHost: '127.0.0.1',
    mailboxPort: String(trail.shopify.imap.port),
    mailboxSecurity: 'starttls',
    mailboxUser: BOUNCE_MAILBOX.user,
    mailboxPassword: BOUNCE_MAILBOX.password,
  });
}

/** Sends the form of a channel's settings as the merchant; gives what the page says is to be pasted at the provider. */
async function connect(
  { app, environment, shopify }: WholeTrail,
  channel: string,
  form: Record<string, string>,
): Promise<string[]> {
  const apiKey = environment['SHOPIFY_API_KEY'] ?? '';
  const apiSecret = environment['SHOPIFY_API_SECRET'] ?? '';
  const token = mintSessionToken({ apiKey, apiSecret }, shopify.state.shop.domain, '1', new Date());
  const answer = await fetch(`${app.url}/app/settings/channels/${channel}`, {
    method: 'POST',
    headers: { 'user-agent': DESKTOP_USER_AGENT, authorization: `Bearer ${token}` },
    body: new URLSearchParams({ intent: 'connect', ...form }),
  });
  const page = await answer.text();
  if (!page.includes('Disconnect')) throw new Error(`${channel} was not connected: ${answer.status}`);
  return [...page.matchAll(/class="st-url">([^<]+)</g)].map(([, pasted = '']) => pasted);
}

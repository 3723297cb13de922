import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { mintSessionToken } from '../shopify/session-token.ts';
import { DESKTOP_USER_AGENT } from './browser.ts';
import type { WholeTrail } from './whole-trail.ts';

const connectedSchema = z.object({ sms: z.url(), whatsapp: z.url(), verifyToken: z.string() });

/** What the templates of the shop's WhatsApp account say; each leads into the shop by its button. */
export const STORY_TEMPLATE = {
  name: 'new_arrivals',
  language: 'en',
  body: 'Hello {{1}}, new things from the sea have arrived.',
  button: 'See what is new',
};

/**
 * Connects SMS and calls through Twilio and WhatsApp through Meta, with an approved template, and enters the app's
 * addresses for replies there: as after a merchant did it in Settings.
 */
export async function connectPhones({ app, environment, shopify }: WholeTrail): Promise<void> {
  const { domain } = shopify.state.shop;
  const credentials = {
    apiKey: environment.SHOPIFY_API_KEY ?? '',
    apiSecret: environment.SHOPIFY_API_SECRET ?? '',
  };
  const opened = await fetch(`${app.url}/app`, {
    headers: {
      'user-agent': DESKTOP_USER_AGENT,
      authorization: `Bearer ${mintSessionToken(credentials, domain, '1', new Date())}`,
    },
  });
  await opened.body?.cancel();
  if (!opened.ok) throw new Error(`the app could not be opened: ${opened.status}`);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'test/support/connect-here.ts', domain],
    { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment, LOG_LEVEL: 'silent' } },
  );
  const connected = connectedSchema.parse(JSON.parse(stdout));
  shopify.twilio.listen('sms', connected.sms);
  if (!(await shopify.meta.subscribe(connected.whatsapp, connected.verifyToken)))
    throw new Error('Meta was not answered its challenge');
  const { button, ...template } = STORY_TEMPLATE;
  shopify.phones.templates.push({
    ...template,
    buttons: [{ label: button, url: `${shopify.storefrontUrl}/{{1}}` }],
    status: 'APPROVED',
  });
}

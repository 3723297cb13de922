import { z } from 'zod';
import {
  deleteBounceMailbox,
  loadBounceMailbox,
  saveBounceMailbox,
} from '~/channels/bounce-mailbox-store.server';
import { type MailboxLogin, troubleInWords } from '~/channels/email/bounce-mailbox';
import { checkMailbox } from '~/channels/email/imap.server';
import type { Shop } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { fieldErrors } from '~/ui/form-errors';
import { type MailboxValues, mailboxValues } from './mailbox-values';
import { emailAddress, serverName, serverPort } from './read-provider.server';
import { whyUnfit } from './why-unfit.server';

export interface MailboxAnswer {
  saved?: MailboxValues;
  test?: undefined;
  errors?: Record<string, string>;
  disconnected?: true;
}

const form = z.object({
  mailboxAddress: emailAddress,
  mailboxHost: serverName('imap.example.com'),
  mailboxPort: serverPort('993 or 143'),
  mailboxSecurity: z.enum(['tls', 'starttls'], 'Choose how the connection is encrypted.'),
  mailboxUser: z.string().trim().min(1, 'Enter the user of the mailbox.').max(320, 'At most 320 characters.'),
  mailboxPassword: z.string().max(1_000, 'At most 1,000 characters.'),
});

/**
 * Connects the mailbox that a shop's e-mails come back to, once it could be opened, or disconnects it. A password that
 * is left empty stays as it is stored, but only for the same server and user.
 */
export async function changeMailbox(
  shop: Shop,
  typed: Record<string, string>,
  now: Date,
): Promise<MailboxAnswer> {
  if (typed['intent'] === 'disconnect-mailbox') {
    if (await deleteBounceMailbox(shop.id)) logger.info({ shop: shop.id }, 'bounce_mailbox_disconnected');
    return { disconnected: true };
  }
  const parsed = form.safeParse(typed);
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const { mailboxAddress: address, mailboxHost: host, mailboxUser: user } = parsed.data;
  const stored = (await loadBounceMailbox(shop.id))?.login;
  const kept = stored?.host === host && stored.user === user ? stored.password : '';
  const password = parsed.data.mailboxPassword || kept;
  if (!password) return { errors: { mailboxPassword: 'Enter the password of the mailbox.' } };
  const login: MailboxLogin = {
    host,
    port: parsed.data.mailboxPort,
    secure: parsed.data.mailboxSecurity === 'tls',
    user,
    password,
  };
  const unfit = await whyUnfit(host);
  if (unfit) return { errors: { mailboxHost: unfit } };
  const trouble = await checkMailbox(login);
  if (trouble) {
    const field = trouble.kind === 'login' ? 'mailboxPassword' : 'mailboxHost';
    return { errors: { [field]: troubleInWords(trouble) } };
  }
  await saveBounceMailbox(shop.id, { address, login }, now);
  logger.info({ shop: shop.id }, 'bounce_mailbox_connected');
  return { saved: mailboxValues({ address, login }) };
}

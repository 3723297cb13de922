import type { MailboxLogin } from '~/channels/email/bounce-mailbox';

/** What the fields of the bounce mailbox hold. */
export interface MailboxValues {
  mailboxAddress: string;
  mailboxHost: string;
  mailboxPort: string;
  mailboxSecurity: 'tls' | 'starttls';
  mailboxUser: string;
  /** Stored and never shown: begins empty. */
  mailboxPassword: string;
}

/** What the form begins with: what is stored, without its password. */
export function mailboxValues(
  stored: { address: string; login: MailboxLogin | undefined } | undefined,
): MailboxValues {
  const login = stored?.login;
  return {
    mailboxAddress: stored?.address ?? '',
    mailboxHost: login?.host ?? '',
    mailboxPort: String(login?.port ?? 993),
    mailboxSecurity: login && !login.secure ? 'starttls' : 'tls',
    mailboxUser: login?.user ?? '',
    mailboxPassword: '',
  };
}

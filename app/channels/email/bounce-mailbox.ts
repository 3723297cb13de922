import { z } from 'zod';

/** What a bounce mailbox is read with. */
export const mailboxSchema = z.object({
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535),
  /** Encrypted from the first byte, as on port 993; otherwise by STARTTLS where the server offers it. */
  secure: z.boolean(),
  user: z.string().min(1),
  password: z.string().min(1),
});

export type MailboxLogin = z.infer<typeof mailboxSchema>;

/** How far a mailbox was read: its UIDVALIDITY, and everything up to this UID. */
export interface ReadUpTo {
  uidValidity: bigint;
  uid: bigint;
}

/** Why a mailbox cannot be read; `text` is in the server's words. */
export interface MailboxTrouble {
  kind: 'login' | 'unreachable';
  text: string;
}

/** What is read of an error of the IMAP client. */
export interface ImapFailure {
  message: string;
  code?: string | undefined;
  authenticationFailed?: boolean | undefined;
  responseText?: string | undefined;
}

export function troubleOf(failure: ImapFailure): MailboxTrouble {
  const text = (failure.responseText || failure.message).replace(/\s+/g, ' ').trim().slice(0, 300);
  return { kind: failure.authenticationFailed ? 'login' : 'unreachable', text };
}

/** What a merchant does about a mailbox that cannot be read. */
export const troubleInWords = ({ kind, text }: MailboxTrouble): string =>
  kind === 'login'
    ? `The mail server refuses the login: “${text.replace(/\.$/, '')}”. Check user and password.`
    : `The mailbox cannot be read: “${text.replace(/\.$/, '')}”. Check server, port and security.`;

import { ImapFlow } from 'imapflow';
import {
  type ImapFailure,
  type MailboxLogin,
  type MailboxTrouble,
  type ReadUpTo,
  troubleOf,
} from '~/channels/email/bounce-mailbox';

/** Of each mail so much is read: a report says what it has to say near its beginning. */
const MOST_BYTES = 256 * 1024;
const MAILBOX = 'INBOX';

/** A mailbox that cannot be read. */
export class MailboxUnreadable extends Error {
  constructor(readonly trouble: MailboxTrouble) {
    super(trouble.kind);
  }
}

/** One mail of the inbox; `at` is where reading goes on after it. */
export interface InboxMail {
  at: ReadUpTo;
  raw: Uint8Array;
}

/** Logs in and opens the inbox, to see that both can be done. @returns why not, where they cannot */
export async function checkMailbox(login: MailboxLogin): Promise<MailboxTrouble | undefined> {
  const client = clientFor(login);
  try {
    await openInbox(client);
    return undefined;
  } catch (error) {
    return troubleOf(error as ImapFailure);
  } finally {
    await end(client);
  }
}

/**
 * The mails that came since, the oldest first; they are left as they are, unread. Where the mailbox numbers its mails
 * anew, all that arrived since a day are read instead.
 * @param since how far it was read; undefined: not yet
 * @param day where that does not say where to go on
 * @throws MailboxUnreadable
 */
export async function* readMailbox(
  login: MailboxLogin,
  since: ReadUpTo | undefined,
  day: Date,
): AsyncGenerator<InboxMail> {
  const client = clientFor(login);
  try {
    const uidValidity = await openInbox(client);
    const goesOn = since?.uidValidity === uidValidity;
    const after = goesOn ? since.uid : 0n;
    const found = await client.search(goesOn ? { uid: `${after + 1n}:*` } : { since: day }, { uid: true });
    // The range always names the last mail, read or not.
    const uids = (found || []).filter((uid) => BigInt(uid) > after).toSorted((a, b) => a - b);
    for (const uid of uids) {
      const mail = await client.fetchOne(
        String(uid),
        { uid: true, source: { maxLength: MOST_BYTES } },
        { uid: true },
      );
      // One that was deleted meanwhile is passed over.
      const raw = (mail && mail.source) || new Uint8Array();
      yield { at: { uidValidity, uid: BigInt(uid) }, raw };
    }
  } catch (error) {
    throw new MailboxUnreadable(troubleOf(error as ImapFailure));
  } finally {
    await end(client);
  }
}

function clientFor({ host, port, secure, user, password }: MailboxLogin): ImapFlow {
  const client = new ImapFlow({
    host,
    port,
    secure,
    auth: { user, pass: password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
  });
  // What breaks the connection is told by the command that it breaks.
  client.on('error', () => undefined);
  return client;
}

/** @returns the mailbox's UIDVALIDITY */
async function openInbox(client: ImapFlow): Promise<bigint> {
  await client.connect();
  return (await client.mailboxOpen(MAILBOX, { readOnly: true })).uidValidity;
}

const end = (client: ImapFlow): Promise<void> => client.logout().catch(() => client.close());

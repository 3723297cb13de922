import { loadBounceMailbox, noteReading, noteReadUpTo } from '~/channels/bounce-mailbox-store.server';
import { troubleInWords } from '~/channels/email/bounce-mailbox';
import { type InboxMail, MailboxUnreadable, readMailbox } from '~/channels/email/imap.server';
import { readReturnedMail } from '~/channels/email/returned-mail';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { takeReturnedMail } from '~/messaging/take-returned-mail.server';
import { enqueue } from '~/queue/enqueue.server';
import type { Jobs } from '~/queue/jobs';

/** So many mails, then the next job goes on. */
const AT_ONCE = 200;
/** A mailbox that numbers its mails anew is read from the day before the last reading: its days are of its own zone. */
const A_DAY_MS = 86_400_000;

/**
 * Reads what came back of a shop's e-mails. Each mail is taken in the transaction that notes how far the mailbox was
 * read; one that is read again changes nothing.
 */
export async function readBounces({ shopId }: Jobs['read-bounces']): Promise<void> {
  const mailbox = await loadBounceMailbox(shopId);
  if (!mailbox?.login) return;
  const { login, connectedAt, uidValidity, lastUid } = mailbox;
  const since = uidValidity === null ? undefined : { uidValidity, uid: lastUid };
  const day = new Date((mailbox.lastReadAt ?? connectedAt).getTime() - A_DAY_MS);
  let count = 0;
  try {
    for await (const mail of readMailbox(login, since, day)) {
      if (count === AT_ONCE) return await enqueue(db, 'read-bounces', { shopId }, { key: keyOf(shopId) });
      await take(shopId, connectedAt, mail);
      count += 1;
    }
  } catch (error) {
    if (!(error instanceof MailboxUnreadable)) throw error;
    logger.warn({ shop: shopId, reason: error.trouble.kind }, 'bounces_not_read');
    return noteReading(shopId, connectedAt, troubleInWords(error.trouble), new Date());
  }
  await noteReading(shopId, connectedAt, null, new Date());
}

const keyOf = (shop: ShopId) => `bounces:${shop}`;

async function take(shop: ShopId, connectedAt: Date, { at, raw }: InboxMail): Promise<void> {
  const returned = await readReturnedMail(raw);
  const outcome = await db.$transaction(async (tx) => {
    const taken = returned && (await takeReturnedMail(shop, returned, new Date(), tx));
    await noteReadUpTo(shop, connectedAt, at, tx);
    if (!taken) return 'other_mail';
    return taken.ok ? taken.value : taken.reason;
  });
  logger.info({ shop, outcome }, 'returned_mail');
}

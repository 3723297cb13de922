import { type MailboxLogin, mailboxSchema, type ReadUpTo } from '~/channels/email/bounce-mailbox';
import { type BounceMailbox, type Db, db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { seal, unseal } from '~/lib/secrets.server';

const READ_EVERY_MS = 3 * 60_000;

/** A mailbox as it may be shown: without its password. */
export type ShownMailbox = Pick<
  BounceMailbox,
  'address' | 'hint' | 'connectedAt' | 'lastReadAt' | 'lastError'
>;

/** Connects a mailbox in place of the one before; it is read from now on. */
export async function saveBounceMailbox(
  shop: ShopId,
  { address, login }: { address: string; login: MailboxLogin },
  now: Date,
): Promise<void> {
  const data = {
    address,
    sealedCredentials: seal(JSON.stringify(login)),
    hint: `${login.user} at ${login.host}:${login.port}`,
    connectedAt: now,
    uidValidity: null,
    lastUid: 0n,
    nextReadAt: now,
    lastReadAt: null,
    lastError: null,
  };
  await db.bounceMailbox.upsert({
    where: { shopId: shop },
    create: { shopId: shop, ...data },
    update: data,
  });
}

/** @returns whether there was one */
export async function deleteBounceMailbox(shop: ShopId): Promise<boolean> {
  const { count } = await db.bounceMailbox.deleteMany({ where: { shopId: shop } });
  return count > 0;
}

/** Where a shop's e-mails come back to; undefined where no mailbox is connected. */
export async function returnAddress(shop: ShopId): Promise<string | undefined> {
  const mailbox = await db.bounceMailbox.findUnique({ where: { shopId: shop }, select: { address: true } });
  return mailbox?.address;
}

/**
 * The mailbox with its login, to be used and never shown; without the login where it was sealed with another key.
 * Undefined where none is connected.
 */
export async function loadBounceMailbox(
  shop: ShopId,
): Promise<(BounceMailbox & { login: MailboxLogin | undefined }) | undefined> {
  const mailbox = await db.bounceMailbox.findUnique({ where: { shopId: shop } });
  if (!mailbox) return undefined;
  try {
    return { ...mailbox, login: mailboxSchema.parse(JSON.parse(unseal(mailbox.sealedCredentials))) };
  } catch {
    return { ...mailbox, login: undefined };
  }
}

/** Asks for each mailbox that is due to be read, and again after a while: a reading that is lost does not come back. */
export async function unscopedAskForReadings(now: Date): Promise<void> {
  await db.$executeRaw`
    WITH due AS (
      UPDATE bounce_mailbox b SET next_read_at = ${new Date(now.getTime() + READ_EVERY_MS)}
      FROM shop s
      WHERE s.id = b.shop_id AND s.uninstalled_at IS NULL AND b.next_read_at <= ${now}
      RETURNING b.shop_id
    )
    SELECT graphile_worker.add_job('read-bounces', payload => json_build_object('shopId', shop_id),
                                   job_key => 'bounces:' || shop_id) FROM due`;
}

/** Notes how far a mailbox was read, never back, unless it was connected anew or numbers its mails anew. */
export async function noteReadUpTo(
  shop: ShopId,
  connectedAt: Date,
  { uidValidity, uid }: ReadUpTo,
  tx: Db,
): Promise<void> {
  await tx.bounceMailbox.updateMany({
    where: {
      shopId: shop,
      connectedAt,
      OR: [{ uidValidity: null }, { uidValidity: { not: uidValidity } }, { lastUid: { lt: uid } }],
    },
    data: { uidValidity, lastUid: uid },
  });
}

/** Notes that a mailbox was read to its end, or why it could not be, in the server's words. */
export async function noteReading(
  shop: ShopId,
  connectedAt: Date,
  error: string | null,
  now: Date,
): Promise<void> {
  await db.bounceMailbox.updateMany({
    where: { shopId: shop, connectedAt },
    data: error === null ? { lastReadAt: now, lastError: null } : { lastError: error },
  });
}

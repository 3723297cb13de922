import { db, type DigestRecipient, type Shop } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { enqueue } from '~/queue/enqueue.server';
import { CADENCES, nextDigest, type Schedule, USUAL_SCHEDULE } from '~/reports/digest/schedule';

const MOST_RECIPIENTS = 20;

export async function loadSchedule(shop: ShopId): Promise<Schedule> {
  const stored = await db.digest.findUnique({ where: { shopId: shop } });
  return stored ? scheduleOf(stored) : USUAL_SCHEDULE;
}

const scheduleOf = ({ cadence, weekday, hour }: { cadence: string; weekday: number; hour: number }) => ({
  cadence: CADENCES.find((known) => known === cadence) ?? 'off',
  weekday,
  hour,
});

/** From now on the digest goes out as this says, by the clock of the shop's zone. */
export async function saveSchedule(shop: ShopId, schedule: Schedule, zone: string, now: Date): Promise<void> {
  const data = { ...schedule, nextAt: nextDigest(schedule, now, zone) };
  await db.digest.upsert({ where: { shopId: shop }, create: { shopId: shop, ...data }, update: data });
}

/** Asks for each digest that is due, once: its next time is set in the same transaction. */
export async function unscopedAskForDigests(now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const due = await tx.$queryRaw<
      { shopId: number; cadence: string; weekday: number; hour: number; nextAt: Date; zone: string }[]
    >`
      SELECT d.shop_id AS "shopId", d.cadence, d.weekday, d.hour, d.next_at AS "nextAt", s.time_zone AS zone
      FROM digest d JOIN shop s ON s.id = d.shop_id
      WHERE d.next_at <= ${now}::timestamptz AND s.uninstalled_at IS NULL
      ORDER BY d.next_at LIMIT 1000 FOR UPDATE OF d SKIP LOCKED`;
    for (const { shopId, nextAt, zone, ...stored } of due) {
      await enqueue(tx, 'send-digest', { shopId, dueAt: nextAt.toISOString() });
      await tx.digest.update({
        where: { shopId },
        data: { nextAt: nextDigest(scheduleOf(stored), now, zone) },
      });
    }
  });
}

/** Who gets the digest, and who was asked; by address. */
export function listRecipients(shop: ShopId): Promise<DigestRecipient[]> {
  return db.digestRecipient.findMany({ where: { shopId: shop }, orderBy: { address: 'asc' } });
}

/** Adds an address; the shop's own is known to be theirs. One that is there already stays as it is. */
export async function addRecipient(
  shop: Pick<Shop, 'id' | 'email'>,
  address: string,
  now: Date,
): Promise<Outcome<DigestRecipient, 'too_many'>> {
  const wanted = address.toLowerCase();
  const own = { shopId: shop.id };
  if ((await db.digestRecipient.count({ where: own })) >= MOST_RECIPIENTS) return refused('too_many');
  const confirmedAt = wanted === shop.email?.toLowerCase() ? now : null;
  return done(
    await db.digestRecipient.upsert({
      where: { shopId_address: { ...own, address: wanted } },
      create: { ...own, address: wanted, addedAt: now, confirmedAt },
      update: {},
    }),
  );
}

/** Whoever has the address wants the digest. @returns whether it was asked for still */
export async function confirmRecipient(shop: ShopId, id: bigint, now: Date): Promise<boolean> {
  const where = { shopId: shop, id };
  await db.digestRecipient.updateMany({ where: { ...where, confirmedAt: null }, data: { confirmedAt: now } });
  return (await db.digestRecipient.count({ where })) > 0;
}

export async function removeRecipient(shop: ShopId, id: bigint): Promise<void> {
  await db.digestRecipient.deleteMany({ where: { shopId: shop, id } });
}

/** Takes one mail in hand before it leaves. @returns false where that was done before, whatever became of it */
export async function claimDigestMail(shop: ShopId, recipientId: bigint, dueAt: Date): Promise<boolean> {
  const { count } = await db.digestMail.createMany({
    data: [{ shopId: shop, recipientId, dueAt, state: 'sending' }],
    skipDuplicates: true,
  });
  return count > 0;
}

/** What became of a mail in hand. */
export async function settleDigestMail(
  shop: ShopId,
  recipientId: bigint,
  dueAt: Date,
  { state, reason }: { state: 'sent' | 'failed' | 'unknown'; reason: string | null },
): Promise<void> {
  await db.digestMail.updateMany({ where: { shopId: shop, recipientId, dueAt }, data: { state, reason } });
}

/** A mail in hand that its provider did not take may be tried again. */
export async function releaseDigestMail(shop: ShopId, recipientId: bigint, dueAt: Date): Promise<void> {
  await db.digestMail.deleteMany({ where: { shopId: shop, recipientId, dueAt, state: 'sending' } });
}

import { type Db, db, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { countedSince, type FrequencyCap } from '~/messaging/frequency-cap';

/** Undefined where the shop has none. */
export async function loadFrequencyCap(shop: ShopId, tx: Sql = db): Promise<FrequencyCap | undefined> {
  const [found] = await tx.$queryRaw<FrequencyCap[]>`
    SELECT messages, days, scope FROM frequency_cap WHERE shop_id = ${shop}::int`;
  return found;
}

/** @param cap undefined: none from now on */
export async function saveFrequencyCap(shop: ShopId, cap: FrequencyCap | undefined): Promise<void> {
  if (!cap) return void (await db.frequencyCap.deleteMany({ where: { shopId: shop } }));
  await db.frequencyCap.upsert({ where: { shopId: shop }, create: { shopId: shop, ...cap }, update: cap });
}

/** Lets one after the other take deliveries of a shop in hand until the transaction ends, so that each counts the others'. */
export async function lockFrequencyCap(shop: ShopId, tx: Db): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM frequency_cap WHERE shop_id = ${shop}::int FOR UPDATE`;
}

/**
 * Which contacts have been sent as many messages as the cap allows: what was handed to a provider and not refused, what
 * is in hand now, and what may or may not have arrived.
 * @param of the message that is to be sent: its own deliveries do not count, but for those to who entered an automation
 *   again
 */
export async function contactsAtCap(
  shop: ShopId,
  cap: FrequencyCap,
  of: { channel: string; versionId: bigint | null },
  contactIds: readonly bigint[],
  now: Date,
  tx: Sql = db,
): Promise<Set<bigint>> {
  const rows = await tx.$queryRaw<{ contactId: bigint }[]>`
    SELECT contact_id AS "contactId" FROM delivery
    WHERE shop_id = ${shop}::int AND contact_id = ANY(${[...contactIds]}::bigint[])
      AND state IN ('sending', 'sent', 'delivered', 'unknown')
      AND COALESCE(sent_at, sending_at) > ${countedSince(cap, now)}::timestamptz
      AND (${cap.scope} = 'all' OR channel = ${of.channel})
      AND NOT (version_id IS NOT DISTINCT FROM ${of.versionId}::bigint AND (enrolment_id IS NULL OR state = 'sending'))
    GROUP BY contact_id HAVING count(*) >= ${cap.messages}::int`;
  return new Set(rows.map(({ contactId }) => contactId));
}

/** What a contact was sent that the cap counts now, or may count later. */
export async function countedMessages(
  shop: ShopId,
  cap: FrequencyCap,
  contactId: bigint,
  now: Date,
): Promise<{ channel: string; at: Date }[]> {
  return db.$queryRaw`
    SELECT channel, COALESCE(sent_at, sending_at) AS at FROM delivery
    WHERE shop_id = ${shop}::int AND contact_id = ${contactId}::bigint
      AND state IN ('sending', 'sent', 'delivered', 'unknown')
      AND COALESCE(sent_at, sending_at) > ${countedSince(cap, now)}::timestamptz`;
}

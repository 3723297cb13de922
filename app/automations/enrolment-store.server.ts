import type { ExitReason } from '~/automations/automation';
import type { Db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { skipOfEnrolments } from '~/messaging/delivery-store.server';

/** Lets everybody inside wait until the automation is on again. */
export async function holdInside(shop: ShopId, automationId: bigint, tx: Db): Promise<void> {
  await tx.$executeRaw`
    UPDATE enrolment SET due_at = NULL
    WHERE shop_id = ${shop}::int AND automation_id = ${automationId}::bigint AND state = 'inside'`;
}

/** Lets everybody inside go on: where a step waits, once that is over. */
export async function releaseInside(shop: ShopId, automationId: bigint, now: Date, tx: Db): Promise<void> {
  await tx.$executeRaw`
    UPDATE enrolment SET due_at = ${now}::timestamptz
    WHERE shop_id = ${shop}::int AND automation_id = ${automationId}::bigint AND state = 'inside'`;
}

/** Lets everybody inside leave. */
export async function endInside(
  shop: ShopId,
  automationId: bigint,
  reason: ExitReason,
  now: Date,
  tx: Db,
): Promise<void> {
  const left = await tx.$queryRaw<{ id: bigint }[]>`
    UPDATE enrolment SET state = 'exited', reason = ${reason}, due_at = NULL, ended_at = ${now}::timestamptz
    WHERE shop_id = ${shop}::int AND automation_id = ${automationId}::bigint AND state = 'inside'
    RETURNING id`;
  await skipOfEnrolments(
    shop,
    left.map(({ id }) => id),
    tx,
  );
}

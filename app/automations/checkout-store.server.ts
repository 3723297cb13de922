import { z } from 'zod';
import { type Duration, triggerSchema } from '~/automations/definition';
import type { Db, Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** A checkout as Shopify tells of it. */
export interface CheckoutFacts {
  token: string;
  /** Shopify's number; null where it is not known whose it is. */
  customerId: bigint | null;
  changedAt: Date;
  completed: boolean;
}

/** Keeps when each open checkout last changed, and forgets those that are completed. */
export async function saveCheckouts(
  shop: ShopId,
  checkouts: readonly CheckoutFacts[],
  tx: Sql,
): Promise<void> {
  const open = new Map<string, CheckoutFacts & { customerId: bigint }>();
  for (const { customerId, ...facts } of checkouts) {
    const known = open.get(facts.token);
    if (customerId === null || facts.completed || (known && known.changedAt > facts.changedAt)) continue;
    open.set(facts.token, { ...facts, customerId });
  }
  const rows = [...open.values()].sort((a, b) => (a.token < b.token ? -1 : 1));
  await tx.$executeRaw`
    INSERT INTO open_checkout AS old (shop_id, token, shopify_id, changed_at)
    SELECT ${shop}::int, t.* FROM unnest(${rows.map(({ token }) => token)}::text[],
      ${rows.map(({ customerId }) => customerId)}::bigint[], ${rows.map(({ changedAt }) => changedAt)}::timestamptz[]) AS t
    ON CONFLICT (shop_id, token) DO UPDATE SET shopify_id = excluded.shopify_id,
      changed_at = GREATEST(old.changed_at, excluded.changed_at)`;
  const completed = checkouts.filter((one) => one.completed).map(({ token }) => token);
  await tx.$executeRaw`
    DELETE FROM open_checkout WHERE shop_id = ${shop}::int AND token = ANY(${completed}::text[])`;
}

/** After how long checkouts count as abandoned, by the automations that are on. */
export async function checkoutWaits(shop: ShopId, tx: Sql): Promise<Duration[]> {
  const rows = await tx.$queryRaw<{ trigger: unknown }[]>`
    SELECT t.trigger FROM automation a
    JOIN automation_version v ON v.shop_id = a.shop_id AND v.automation_id = a.id AND v.version = a.version
    CROSS JOIN LATERAL jsonb_array_elements(v.definition -> 'triggers') AS t(trigger)
    WHERE a.shop_id = ${shop}::int AND a.status = 'active' AND 'checkout_abandoned' = ANY(a.listens_to)`;
  const triggers = z.array(triggerSchema).parse(rows.map(({ trigger }) => trigger));
  return triggers.flatMap((trigger) => (trigger.kind === 'checkout_abandoned' ? [trigger.after] : []));
}

/** Which of these checkouts are abandoned: nothing changed since, and no order came of them. */
export async function findAbandoned(
  shop: ShopId,
  checkouts: readonly { token: string; changedAt: Date }[],
  tx: Sql,
): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ token: string }[]>`
    SELECT c.token FROM open_checkout c
    JOIN unnest(${checkouts.map(({ token }) => token)}::text[], ${checkouts.map(({ changedAt }) => changedAt)}::timestamptz[])
      AS t(token, changed_at) ON t.token = c.token AND t.changed_at = c.changed_at
    WHERE c.shop_id = ${shop}::int
      AND NOT EXISTS (SELECT FROM "order" o WHERE o.shop_id = c.shop_id AND o.checkout_token = c.token)`;
  return new Set(rows.map(({ token }) => token));
}

/** Forgets open checkouts that did not change since a moment. */
export async function unscopedForgetCheckouts(before: Date, tx: Db): Promise<void> {
  await tx.openCheckout.deleteMany({ where: { changedAt: { lt: before } } });
}

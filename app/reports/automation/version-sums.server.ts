import { db, type Shop } from '~/db.server';
import { countClicks } from '~/reports/clicks.server';
import { countOpensByVersion } from '~/reports/opens.server';
import { keptSince } from '~/tracking/retention-store.server';
import type { VersionSum } from '~/reports/automation/version-sum';

/** What each frozen version of the messages of some automations came to, the newest of a message first. */
export async function versionSums(shop: Shop, automationIds: readonly bigint[]): Promise<VersionSum[]> {
  const rows = await db.$queryRaw<Omit<VersionSum, 'opened' | 'clicked' | 'kept'>[]>`
    SELECT m.automation_id AS "automationId", m.step_id AS "stepId", v.id AS "versionId", v.frozen_at AS "frozenAt",
      v.channel, v.subject, v.track_sales AS tracked, v.template IS NOT NULL AS "fromTemplate",
      d.delivered, d.unsubscribed, coalesce(e.orders, 0)::int AS orders, coalesce(e.minor, 0)::bigint AS "revenueMinor"
    FROM message m JOIN message_version v ON v.shop_id = m.shop_id AND v.message_id = m.id
    CROSS JOIN LATERAL (
      SELECT (count(*) FILTER (WHERE d.state IN ('sent', 'delivered')))::int AS delivered,
        count(d.unsubscribed_at)::int AS unsubscribed
      FROM delivery d WHERE d.shop_id = v.shop_id AND d.version_id = v.id) AS d
    LEFT JOIN LATERAL (
      SELECT count(DISTINCT o.id) AS orders,
        sum(c.amount_minor) FILTER (WHERE o.currency = ${shop.currency}) AS minor
      FROM credit c JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
      WHERE c.shop_id = v.shop_id AND c.version_id = v.id) AS e ON true
    WHERE m.shop_id = ${shop.id}::int AND m.automation_id = ANY(${[...automationIds]}::bigint[])
    ORDER BY m.automation_id, m.id, v.id DESC`;
  const ids = rows.map(({ versionId }) => versionId);
  const [opens, clicks] = await Promise.all([
    countOpensByVersion(shop, ids),
    countClicks(shop, ids, 'version'),
  ]);
  // Asked for after the clicks are counted: before any goes, it is noted here.
  const { clicks: since } = await keptSince(shop.id);
  const clicked = new Map(clicks.map(({ versionId, unique }) => [versionId, unique]));
  return rows.map((row) => ({
    ...row,
    opened: opens.get(row.versionId)?.unique ?? 0,
    clicked: clicked.get(row.versionId) ?? 0,
    kept: since === null || row.frozenAt >= since,
  }));
}

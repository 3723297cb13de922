import { findSettings } from '~/attribution/attribution-store.server';
import type { AutomationStatus } from '~/automations/automation';
import { listVersions, loadOthers } from '~/automations/automation-version-store.server';
import { db, type Shop } from '~/db.server';
import { formatMoment } from '~/lib/period';
import {
  type AutomationReportData,
  type AutomationReportView,
  interpretAutomation,
} from '~/reports/automation/interpret';
import { versionSums } from '~/reports/automation/version-sums.server';

/** What became of everybody who entered an automation, and what its messages earned; undefined where there is none. */
export async function automationReport(
  shop: Shop,
  automationId: bigint,
): Promise<AutomationReportView | undefined> {
  const automation = await db.automation.findFirst({
    where: { shopId: shop.id, id: automationId, deletedAt: null },
  });
  if (!automation) return undefined;
  const [versions, others, enrolled, done, standing, notSent, orders, settings, sums] = await Promise.all([
    listVersions(shop.id, automationId),
    loadOthers(shop.id, automationId),
    db.$queryRaw<AutomationReportData['enrolled']>`
      SELECT version, state, reason, count(*)::int AS count FROM enrolment
      WHERE shop_id = ${shop.id}::int AND automation_id = ${automationId}::bigint GROUP BY 1, 2, 3`,
    db.$queryRaw<AutomationReportData['done']>`
      SELECT step_id AS "stepId", outcome, count(*)::int AS count FROM enrolment_step
      WHERE shop_id = ${shop.id}::int AND automation_id = ${automationId}::bigint GROUP BY 1, 2`,
    db.$queryRaw<AutomationReportData['standing']>`
      SELECT e.step_id AS "stepId", e.state, e.reason, count(*)::int AS count FROM enrolment e
      WHERE e.shop_id = ${shop.id}::int AND e.automation_id = ${automationId}::bigint
        AND e.state IN ('inside', 'exited') AND e.step_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM enrolment_step s
          WHERE s.shop_id = e.shop_id AND s.enrolment_id = e.id AND s.step_id = e.step_id)
      GROUP BY 1, 2, 3`,
    db.$queryRaw<AutomationReportData['notSent']>`
      SELECT m.step_id AS "stepId", d.state, coalesce(d.reason, '') AS reason, count(*)::int AS count
      FROM message m JOIN message_version v ON v.shop_id = m.shop_id AND v.message_id = m.id
      JOIN delivery d ON d.shop_id = v.shop_id AND d.version_id = v.id AND d.state IN ('skipped', 'failed')
      WHERE m.shop_id = ${shop.id}::int AND m.automation_id = ${automationId}::bigint
      GROUP BY 1, 2, 3 ORDER BY 4 DESC`,
    db.$queryRaw<{ orders: number }[]>`
      SELECT count(DISTINCT c.order_id)::int AS orders
      FROM message m JOIN message_version v ON v.shop_id = m.shop_id AND v.message_id = m.id
      JOIN credit c ON c.shop_id = v.shop_id AND c.version_id = v.id
      WHERE m.shop_id = ${shop.id}::int AND m.automation_id = ${automationId}::bigint`,
    findSettings(shop.id, db),
    versionSums(shop, [automationId]),
  ]);
  return interpretAutomation(
    {
      name: automation.name,
      status: automation.status as AutomationStatus,
      versions,
      others,
      enrolled,
      done,
      standing,
      notSent,
      orders: orders[0]?.orders ?? 0,
      settings,
      sums,
      currency: shop.currency,
    },
    (at) => formatMoment(at, shop.timeZone),
  );
}

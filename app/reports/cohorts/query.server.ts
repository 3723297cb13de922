import { findSettings } from '~/attribution/attribution-store.server';
import { db, Prisma, type Shop } from '~/db.server';
import {
  type CohortQuery,
  type CohortSum,
  cohortMonths,
  type CohortsView,
  interpretCohorts,
} from '~/reports/cohorts/interpret';
import { MESSAGE_NAME, messageOf } from '~/reports/message-of.server';

/** What customers came back for, by the month of their first order or by the message that earned it. */
export async function cohortsReport(shop: Shop, query: CohortQuery, now: Date): Promise<CohortsView> {
  const [since] = cohortMonths(query.range, now, shop.timeZone);
  const [rows, state, settings] = await Promise.all([
    db.$queryRaw<CohortSum[]>`
      SELECT k.*, ${MESSAGE_NAME}
      FROM (
        SELECT month::text, version_id AS "versionId", age, customers, returned, orders, value_minor AS minor
        FROM cohort_sum WHERE shop_id = ${shop.id} AND (${since ?? null}::date IS NULL OR month >= ${since ?? null}::date)
      ) AS k ${messageOf(shop, Prisma.sql`k."versionId"`)}`,
    db.cohortState.findUnique({ where: { shopId: shop.id } }),
    findSettings(shop.id, db),
  ]);
  return interpretCohorts({
    currency: shop.currency,
    zone: shop.timeZone,
    query,
    settings,
    rows: rows.map((row) => (row.versionId === 0n ? { ...row, versionId: null } : row)),
    madeAt: state?.madeAt ?? null,
    now,
  });
}

import { db, type Shop } from '~/db.server';
import { figuresOf, type ListFigures } from '~/reports/automation/list-figures';
import type { VersionSum } from '~/reports/automation/version-sum';
import { versionSums } from '~/reports/automation/version-sums.server';

/** What the automations of a page came to, by their ids. */
export async function automationFigures(
  shop: Shop,
  automationIds: readonly bigint[],
): Promise<Map<bigint, ListFigures>> {
  const { sums, entered } = await automationSums(shop, automationIds);
  return new Map(
    automationIds.map((id) => [
      id,
      figuresOf(
        sums.filter(({ automationId }) => automationId === id),
        entered.find(({ automationId }) => automationId === id),
        shop.currency,
      ),
    ]),
  );
}

interface Entered {
  automationId: bigint;
  entered: number;
  /** Of them, who met the goal. */
  goal: number;
}

/** What each version of their messages came to, and who entered; an automation that nobody entered is left out there. */
export async function automationSums(
  shop: Shop,
  automationIds: readonly bigint[],
): Promise<{ sums: VersionSum[]; entered: Entered[] }> {
  const [sums, entered] = await Promise.all([
    versionSums(shop, automationIds),
    db.$queryRaw<Entered[]>`
      SELECT automation_id AS "automationId", count(*)::int AS entered,
        (count(*) FILTER (WHERE reason = 'goal_met'))::int AS goal
      FROM enrolment
      WHERE shop_id = ${shop.id}::int AND automation_id = ANY(${[...automationIds]}::bigint[])
      GROUP BY 1`,
  ]);
  return { sums, entered };
}

import { db, Prisma, type Shop } from '~/db.server';

/** Clicks by the published rule: docs/attribution.md, "Which clicks are a person's". */
export interface ClickCounts {
  /**
   * People who clicked: each recipient of a message once, however many of its links and versions they opened; of a
   * tracking link, which has no recipients, each browser once a day.
   */
  unique: number;
  /** All clicks by people. */
  total: number;
  /** Clicks by machines, which are in neither of the others. */
  machine: number;
}

export const NO_CLICKS: ClickCounts = { unique: 0, total: 0, machine: 0 };

const GROUPS = {
  all: Prisma.sql`()`,
  message: Prisma.sql`(v.message_id)`,
  version: Prisma.sql`(k.version_id)`,
  link: Prisma.sql`(k.version_id, k.link_position)`,
};

/**
 * The one count of clicks, of all the versions named together, or of each message, or of each version, or of each
 * of their links. What nobody clicked is left out.
 * @returns the ids and `position` are null where clicks are counted together
 */
export function countClicks(
  shop: Shop,
  versionIds: readonly bigint[],
  per: keyof typeof GROUPS,
): Promise<
  (ClickCounts & { messageId: bigint | null; versionId: bigint | null; position: number | null })[]
> {
  const position = per === 'link' ? Prisma.sql`k.link_position` : Prisma.sql`NULL`;
  const versionId = per === 'version' || per === 'link' ? Prisma.sql`k.version_id` : Prisma.sql`NULL`;
  const messageId = per === 'message' ? Prisma.sql`v.message_id` : Prisma.sql`NULL`;
  return db.$queryRaw`
    SELECT ${messageId}::bigint AS "messageId", ${versionId}::bigint AS "versionId", ${position}::int AS position,
           (count(DISTINCT (d.contact_id, k.visitor, v.message_id)) FILTER (WHERE k.verdict = 'human'))::int AS unique,
           (count(*) FILTER (WHERE k.verdict = 'human'))::int AS total,
           (count(*) FILTER (WHERE k.verdict = 'machine'))::int AS machine
    FROM click k
    LEFT JOIN delivery d ON d.shop_id = k.shop_id AND d.id = k.delivery_id
    JOIN message_version v ON v.shop_id = k.shop_id AND v.id = k.version_id
    WHERE k.shop_id = ${shop.id} AND k.version_id = ANY (${versionIds}::bigint[])
    GROUP BY GROUPING SETS (${GROUPS[per]})`;
}

/** Why clicks of versions are machines', the most frequent reason first; the counts sum to `machine`. */
export function countMachineReasons(
  shop: Shop,
  versionIds: readonly bigint[],
): Promise<{ reason: string | null; count: number }[]> {
  return db.$queryRaw`
    SELECT verdict_reason AS reason, count(*)::int AS count FROM click
    WHERE shop_id = ${shop.id} AND version_id = ANY (${versionIds}::bigint[]) AND verdict = 'machine'
    GROUP BY 1 ORDER BY 2 DESC, 1`;
}

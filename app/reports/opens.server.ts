import { db, Prisma, type Shop } from '~/db.server';

/** Opens by the published rule: docs/attribution.md, "Which opens are a person's". */
export interface OpenCounts {
  /** Recipients who displayed a message. */
  unique: number;
  /** Requests by machines, which are in no other number. */
  machine: number;
}

/** Opens of the versions named, together. Within two seconds after a message was handed over, nobody can have read it. */
export async function countOpens(shop: Shop, versionIds: readonly bigint[]): Promise<OpenCounts> {
  const [counts] = await counted<OpenCounts>(shop, versionIds, Prisma.empty, Prisma.sql`()`);
  return counts ?? { unique: 0, machine: 0 };
}

/** The same of each version by itself; one that was never displayed is left out. */
export async function countOpensByVersion(
  shop: Shop,
  versionIds: readonly bigint[],
): Promise<Map<bigint, OpenCounts>> {
  const id = Prisma.sql`o.version_id AS "versionId",`;
  const rows = await counted<OpenCounts & { versionId: bigint }>(
    shop,
    versionIds,
    id,
    Prisma.sql`(o.version_id)`,
  );
  return new Map(rows.map(({ versionId, ...counts }) => [versionId, counts]));
}

function counted<Row>(shop: Shop, versionIds: readonly bigint[], id: Prisma.Sql, group: Prisma.Sql) {
  return db.$queryRaw<Row[]>`
    SELECT ${id} (count(DISTINCT d.contact_id) FILTER (WHERE by_person))::int AS unique,
           (count(*) FILTER (WHERE NOT by_person))::int AS machine
    FROM message_open o JOIN delivery d ON d.shop_id = o.shop_id AND d.id = o.delivery_id,
      LATERAL (SELECT o.verdict = 'human' AND o.at > coalesce(d.sent_at, d.sending_at, d.queued_at) + interval '2 seconds'
        AS by_person) AS judged
    WHERE o.shop_id = ${shop.id} AND o.version_id = ANY (${versionIds}::bigint[])
    GROUP BY GROUPING SETS (${group})`;
}

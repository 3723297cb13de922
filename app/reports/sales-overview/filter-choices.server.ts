import { Prisma, readRows, type Shop } from '~/db.server';
import type { Filter } from '~/reports/sales-overview/filter';
import { readableSubject } from '~/tagging/readable-subject';

const KINDS = ['campaign', 'automation', 'message'] as const;

/** A campaign, an automation or a message version that a filter can name. */
export interface FilterChoice {
  field: (typeof KINDS)[number];
  value: string;
  label: string;
}

/** More than anybody looks through. */
const MOST = 250;

/** What a filter can name, of each kind the newest first. */
export async function filterChoices(shop: Shop): Promise<FilterChoice[]> {
  const all = await Promise.all(KINDS.map((kind) => choicesOf(shop, kind, Prisma.empty)));
  return all.flat();
}

/** The names of what a filter names, by field and id as `campaign 12`. */
export async function filterNames(shop: Shop, filter: Filter): Promise<Map<string, string>> {
  const all = await Promise.all(
    KINDS.map((kind) => {
      const ids = filter.flat().flatMap(({ field, value }) => (field === kind ? [BigInt(value)] : []));
      return ids.length === 0
        ? Promise.resolve([])
        : choicesOf(shop, kind, Prisma.sql`AND x.id = ANY (${ids}::bigint[])`);
    }),
  );
  return new Map(all.flat().map(({ field, value, label }) => [`${field} ${value}`, label]));
}

const NAMED = {
  campaign: Prisma.sql`SELECT x.id, x.name FROM campaign x WHERE`,
  automation: Prisma.sql`SELECT x.id, x.name FROM automation x WHERE`,
  message: Prisma.sql`SELECT x.id, coalesce(l.name, m.step_name, x.subject) AS name FROM message_version x
    JOIN message m ON m.shop_id = x.shop_id AND m.id = x.message_id
    LEFT JOIN tracking_link l ON l.shop_id = m.shop_id AND l.id = m.tracking_link_id WHERE x.track_sales AND`,
};

async function choicesOf(
  shop: Shop,
  field: FilterChoice['field'],
  condition: Prisma.Sql,
): Promise<FilterChoice[]> {
  const rows = await readRows<{ id: bigint; name: string }>`
    ${NAMED[field]} x.shop_id = ${shop.id} ${condition} ORDER BY x.id DESC LIMIT ${MOST}`;
  return rows.map(({ id, name }) => ({
    field,
    value: String(id),
    label: readableSubject(name) || '(no name)',
  }));
}

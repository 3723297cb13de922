import { findSettings } from '~/attribution/attribution-store.server';
import { decide, type Decision } from '~/attribution/decide';
import { gatherEvidence } from '~/attribution/gather-evidence.server';
import { isCountedRenewal } from '~/attribution/receipt';
import type { Rule } from '~/attribution/settings';
import { db, type Shop } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { lastDays, type Period } from '~/lib/period';
import {
  type ComparedOrder,
  interpretPreview,
  type Judgement,
  type PreviewView,
  type VersionName,
} from '~/reports/settings-preview/interpret';

/** How many days back a change is shown. */
const PREVIEW_DAYS = 90;
/** More orders than this are judged by a sample, so that a merchant does not wait. */
const ORDERS_AT_MOST = 20_000;
const AT_ONCE = 1_000;

/**
 * What another rule would make of the shop's own last orders, beside what the present one makes of them. Both are decided
 * from the facts as they are now; nothing is written.
 */
export async function previewSettings(shop: Shop, rule: Rule, now: Date): Promise<PreviewView> {
  const period = lastDays(PREVIEW_DAYS, now, shop.timeZone);
  const present = await findSettings(shop.id, db);
  const candidate = { ...rule, version: present.version + 1 };
  const all = await countOrders(shop.id, period);
  const everyNth = Math.ceil(all / ORDERS_AT_MOST);
  const orders: ComparedOrder[] = [];
  let after: bigint | undefined;
  do {
    const ids = await orderPage(shop.id, period, everyNth, after);
    for (const facts of await gatherEvidence(shop.id, ids, db)) {
      const { id, name, placedAt, currency } = facts.order;
      const before = judgementOf(decide(facts, present));
      orders.push({ id, name, placedAt, currency, before, after: judgementOf(decide(facts, candidate)) });
    }
    after = ids.length < AT_ONCE ? undefined : ids.at(-1);
  } while (after !== undefined);
  const credits = orders.flatMap((order) => [...order.before.credits, ...order.after.credits]);
  const names = await versionNames(shop.id, [...new Set(credits.map(({ versionId }) => versionId))]);
  const { currency, timeZone: zone } = shop;
  return interpretPreview({ currency, zone, present, candidate, all, orders, names });
}

function judgementOf(decision: Decision): Judgement {
  const credits = isCountedRenewal(decision) ? decision.renewals : decision.credits;
  return {
    bucket: decision.bucket,
    credits: credits.map(({ versionId, amountMinor }) => ({ versionId, amountMinor })),
  };
}

async function countOrders(shop: ShopId, { from, to }: Period): Promise<number> {
  const [row] = await db.$queryRaw<{ orders: number }[]>`
    SELECT count(*)::int AS orders FROM "order"
    WHERE shop_id = ${shop} AND processed_at >= ${from} AND processed_at < ${to}`;
  return row?.orders ?? 0;
}

/** The next orders by id; where they are sampled, one of so many, by what their id hashes to. */
async function orderPage(
  shop: ShopId,
  { from, to }: Period,
  everyNth: number,
  after: bigint | undefined,
): Promise<bigint[]> {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM "order"
    WHERE shop_id = ${shop} AND processed_at >= ${from} AND processed_at < ${to} AND id > ${after ?? -1n}
      AND (${everyNth}::int <= 1 OR mod(hashint8(id)::bigint + 2147483648, ${everyNth}::bigint) = 0)
    ORDER BY id LIMIT ${AT_ONCE}`;
  return rows.map(({ id }) => id);
}

function versionNames(shop: ShopId, ids: bigint[]): Promise<VersionName[]> {
  return db.$queryRaw<VersionName[]>`
    SELECT v.id AS "versionId", v.channel, coalesce(l.name, p.name, v.subject) AS name
    FROM message_version v
    JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
    LEFT JOIN campaign p ON p.shop_id = m.shop_id AND p.id = m.campaign_id
    LEFT JOIN tracking_link l ON l.shop_id = m.shop_id AND l.id = m.tracking_link_id
    WHERE v.shop_id = ${shop} AND v.id = ANY (${ids})`;
}

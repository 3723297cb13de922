import { readReceipts } from '~/attribution/read-receipts.server';
import { db, Prisma, type Shop } from '~/db.server';
import { IS_FIRST_ORDER } from '~/reports/counted.server';
import { LINK_OF_CREDIT } from '~/reports/link-of-credit.server';
import {
  type EarnedBy,
  interpretOrderRow,
  type OrderListData,
  type OrderListFilter,
  type OrderListView,
} from '~/reports/order-list/interpret';
import { BEGINS_SUBSCRIPTION, IS_RENEWAL, ON_SUBSCRIPTION } from '~/reports/subscriptions/spans.server';
import { IS_ADDED_TO } from '~/reports/upsells/added.server';

const PAGE_SIZE = 25;
/** Orders that are read at once where all are wanted. */
const PART = 500;

/** The orders that meet a filter, newest first, a page at a time; a page beyond the last is empty. */
export async function orderList(shop: Shop, filter: OrderListFilter): Promise<OrderListView> {
  const page = Math.max(1, filter.page ?? 1);
  const from = ordersMeeting(conditionsOf(shop, filter));
  const [counted] = await db.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total ${from}`;
  const rows = await withReceipts(
    shop,
    await db.$queryRaw<StoredOrder[]>`
      ${FIELDS} ${from} ${NEWEST_FIRST} LIMIT ${PAGE_SIZE} OFFSET ${(page - 1) * PAGE_SIZE}`,
  );
  return {
    rows: rows.map((row) => interpretOrderRow(row, shop.timeZone)),
    total: counted?.total ?? 0,
    page,
    pageSize: PAGE_SIZE,
  };
}

/** All orders that meet a filter, newest first; however many they are, a part of them is in memory at a time. */
export async function* eachOrder(shop: Shop, filter: OrderListFilter): AsyncGenerator<OrderListData> {
  const conditions = conditionsOf(shop, filter);
  let last: OrderListData | undefined;
  do {
    const after = last
      ? [Prisma.sql`(o.processed_at, o.id) < (${last.placedAt}::timestamptz, ${last.id}::bigint)`]
      : [];
    const rows = await withReceipts(
      shop,
      await db.$queryRaw<StoredOrder[]>`
        ${FIELDS} ${ordersMeeting([...conditions, ...after])} ${NEWEST_FIRST} LIMIT ${PART}`,
    );
    yield* rows;
    last = rows.length < PART ? undefined : rows.at(-1);
  } while (last);
}

type StoredOrder = Omit<OrderListData, 'receipt'>;

async function withReceipts(shop: Shop, orders: StoredOrder[]): Promise<OrderListData[]> {
  const receipts = await readReceipts(
    shop.id,
    orders.map(({ id }) => id),
    db,
  );
  return orders.map((order) => ({ ...order, receipt: receipts.get(order.id) }));
}

const FIELDS = Prisma.sql`
  SELECT o.id, o.name, o.processed_at AS "placedAt", o.value_minor AS "valueMinor", o.currency, s.bucket`;
const NEWEST_FIRST = Prisma.sql`ORDER BY o.processed_at DESC, o.id DESC`;

const ordersMeeting = (conditions: readonly Prisma.Sql[]) => Prisma.sql`
  FROM "order" o LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
  WHERE ${Prisma.join([...conditions], ' AND ')}`;

function conditionsOf(shop: Shop, filter: OrderListFilter): Prisma.Sql[] {
  const search = filter.search?.trim().toLowerCase();
  const credits = [
    ...(filter.campaignId === undefined ? [] : [Prisma.sql`m.campaign_id = ${filter.campaignId}`]),
    ...(filter.variant === undefined ? [] : [Prisma.sql`m.variant = ${filter.variant}`]),
    ...(filter.trackingLinkId === undefined
      ? []
      : [Prisma.sql`m.tracking_link_id = ${filter.trackingLinkId}`]),
    ...(filter.automationId === undefined ? [] : [Prisma.sql`m.automation_id = ${filter.automationId}`]),
    ...(filter.grade ? [Prisma.sql`c.grade = ${filter.grade}`] : []),
    ...(filter.earnedBy ? versionIs(filter.earnedBy) : []),
  ];
  const { channel, source } = filter.visits ?? {};
  const visits = [
    ...(channel === undefined ? [] : [Prisma.sql`t.channel = ${channel}`]),
    ...(source === undefined ? [] : [Prisma.sql`t.source = ${source}`]),
  ];
  return [
    Prisma.sql`o.shop_id = ${shop.id}`,
    ...(filter.period
      ? [Prisma.sql`o.processed_at >= ${filter.period.from} AND o.processed_at < ${filter.period.to}`]
      : []),
    ...(filter.bucket ? [Prisma.sql`coalesce(s.bucket, 'pending') = ${filter.bucket}`] : []),
    ...(search ? [Prisma.sql`strpos(lower(o.name COLLATE "und-x-icu"), ${search}) > 0`] : []),
    ...(credits.length > 0 ? [earnedBy(credits)] : []),
    ...(visits.length > 0 ? [visitedBy(visits)] : []),
    ...(filter.otherSource === undefined
      ? []
      : [
          Prisma.sql`s.bucket = 'no_touch' AND left(s.ruling #>> '{deciding,origin,source}', 200) = ${filter.otherSource}`,
        ]),
    ...(filter.subscription ? [subscriptionIs(filter.subscription)] : []),
    ...(filter.subscriptionOf === undefined ? [] : [subscriptionOf(shop, filter.subscriptionOf)]),
    ...(filter.onPlan ? [hasPlanLine(filter.onPlan)] : []),
    ...(filter.isUncredited
      ? [Prisma.sql`NOT EXISTS (SELECT FROM credit c WHERE c.shop_id = o.shop_id AND c.order_id = o.id)`]
      : []),
    ...(filter.isAddedTo ? [IS_ADDED_TO] : []),
    ...(filter.isFirst ? [IS_FIRST_ORDER] : []),
  ];
}

function versionIs({ versionId, channel, source, medium, campaign, link }: EarnedBy): Prisma.Sql[] {
  const columns = { id: versionId, channel, utm_source: source, utm_medium: medium, utm_campaign: campaign };
  const version = Object.entries(columns).flatMap(([column, value]) =>
    value === undefined ? [] : [Prisma.sql`v.${Prisma.raw(column)} = ${value}`],
  );
  if (link === undefined) return version;
  return [...version, Prisma.sql`(${LINK_OF_CREDIT}) IS NOT DISTINCT FROM ${link}::int`];
}

const subscriptionIs = (kind: 'first' | 'renewal') => (kind === 'renewal' ? IS_RENEWAL : BEGINS_SUBSCRIPTION);

const subscriptionOf = ({ id: shop }: Shop, orderId: bigint) => Prisma.sql`${ON_SUBSCRIPTION}
  AND (o.id = ${orderId} OR o.customer_id =
    (SELECT customer_id FROM "order" WHERE shop_id = ${shop} AND id = ${orderId}))`;

const hasPlanLine = (on: NonNullable<OrderListFilter['onPlan']>) =>
  on === 'not_told'
    ? Prisma.sql`NOT EXISTS (SELECT FROM plan_line l WHERE l.shop_id = o.shop_id AND l.order_id = o.id)`
    : Prisma.sql`EXISTS (SELECT FROM plan_line l WHERE l.shop_id = o.shop_id AND l.order_id = o.id
        AND l.title = ${on.product} AND l.plan = ${on.plan})`;

/** That one credit `c` of the order, by a message `m`, meets all conditions. */
const earnedBy = (conditions: Prisma.Sql[]) => Prisma.sql`EXISTS (
  SELECT FROM credit c
  JOIN message_version v ON v.shop_id = c.shop_id AND v.id = c.version_id
  JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
  WHERE c.shop_id = o.shop_id AND c.order_id = o.id AND ${Prisma.join(conditions, ' AND ')})`;

/** That one touch `t` of the order's path meets all conditions. */
const visitedBy = (conditions: Prisma.Sql[]) => Prisma.sql`EXISTS (
  SELECT FROM order_touch t
  WHERE t.shop_id = o.shop_id AND t.order_id = o.id AND ${Prisma.join(conditions, ' AND ')})`;

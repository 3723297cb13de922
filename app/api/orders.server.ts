import { z } from 'zod';
import { creditPage, orderPage, orderWithReceipt } from '~/api/answers';
import { endpoint } from '~/api/endpoint';
import { moneyAnswer, periodParams, requestedPeriod } from '~/api/params';
import { pageOf, paging, readCursor } from '~/api/paging';
import { BUCKETS, type Bucket, type Reason } from '~/attribution/bucket';
import type { Grade } from '~/attribution/evidence';
import type { RuleModel } from '~/attribution/facts';
import { readReceipts } from '~/attribution/read-receipts.server';
import type { Receipt } from '~/attribution/receipt';
import { receiptSentence } from '~/attribution/receipt-text';
import { ruleSentence } from '~/attribution/rule-text';
import { db, Prisma, type Shop } from '~/db.server';
import { done, refused } from '~/lib/outcome';
import { formatMoment, type Period } from '~/lib/period';

interface OrderRow {
  id: bigint;
  name: string;
  placedAt: Date;
  valueMinor: bigint;
  currency: string;
  bucket: Bucket | null;
  reason: Reason | null;
  decidedAt: Date | null;
}

interface CreditRow {
  orderId: bigint;
  ordinal: number;
  placedAt: Date;
  currency: string;
  model: RuleModel;
  versionId: bigint;
  grade: Grade;
  touchAt: Date;
  weightPpm: number;
  amountMinor: bigint;
}

const ORDER_FIELDS = Prisma.sql`o.id, o.name, o.processed_at AS "placedAt", o.value_minor AS "valueMinor", o.currency,
  s.bucket, s.reason, s.computed_at AS "decidedAt"`;
const ORDERS = Prisma.sql`"order" o LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id`;
const CREDIT_FIELDS = Prisma.sql`c.order_id AS "orderId", c.ordinal, o.processed_at AS "placedAt", o.currency, c.model,
  c.version_id AS "versionId", c.grade, c.touch_at AS "touchAt", c.weight_ppm AS "weightPpm",
  c.amount_minor AS "amountMinor"`;
const CREDITS = Prisma.sql`credit c JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id`;

export const orders = endpoint({
  path: '/orders',
  operation: 'listOrders',
  summary: 'Orders with their standing and credits, placed last first',
  scope: 'orders',
  params: z.strictObject({ ...periodParams, bucket: z.enum(BUCKETS).optional(), ...paging }),
  answer: orderPage,
  read: async (shop, { from, to, bucket, limit, cursor }) => {
    const period = requestedPeriod(from, to, shop.timeZone);
    if (!period.ok) return period;
    const after = cursor === undefined ? [] : readCursor(cursor, 2);
    if (!after) return refused('bad_cursor');
    const rows = await db.$queryRaw<OrderRow[]>`
      SELECT ${ORDER_FIELDS} FROM ${ORDERS} WHERE o.shop_id = ${shop.id} AND ${placedIn(period.value)}
        AND ${bucket ? Prisma.sql`coalesce(s.bucket, 'pending') = ${bucket}` : Prisma.sql`true`}
        AND ${isAfter(after, Prisma.sql`o.processed_at, o.id`)}
      ORDER BY o.processed_at DESC, o.id DESC LIMIT ${limit + 1}`;
    const credits = await creditsOf(
      shop,
      rows.map(({ id }) => id),
    );
    return done(
      pageOf(
        rows,
        limit,
        ({ placedAt, id }) => [msOf(placedAt), id],
        (row) => orderAnswer(row, credits),
      ),
    );
  },
});

export const order = endpoint({
  path: '/orders/{id}',
  operation: 'getOrder',
  summary: 'An order with its receipt: why it was credited, or why not',
  scope: 'orders',
  params: z.strictObject({ id: z.string().regex(/^\d{1,18}$/) }),
  answer: orderWithReceipt,
  read: async (shop, { id }) => {
    const [row] = await db.$queryRaw<OrderRow[]>`
      SELECT ${ORDER_FIELDS} FROM ${ORDERS} WHERE o.shop_id = ${shop.id} AND o.id = ${BigInt(id)}`;
    if (!row) return refused('not_found');
    const [credits, receipts] = await Promise.all([
      creditsOf(shop, [row.id]),
      readReceipts(shop.id, [row.id], db),
    ]);
    const receipt = receipts.get(row.id);
    return done({ ...orderAnswer(row, credits), receipt: receipt ? receiptAnswer(receipt, shop) : null });
  },
});

export const credits = endpoint({
  path: '/credits',
  operation: 'listCredits',
  summary: 'Who earned how much of which order, orders placed last first',
  scope: 'orders',
  params: z.strictObject({ ...periodParams, ...paging }),
  answer: creditPage,
  read: async (shop, { from, to, limit, cursor }) => {
    const period = requestedPeriod(from, to, shop.timeZone);
    if (!period.ok) return period;
    const after = cursor === undefined ? [] : readCursor(cursor, 3);
    if (!after) return refused('bad_cursor');
    const rows = await db.$queryRaw<CreditRow[]>`
      SELECT ${CREDIT_FIELDS} FROM ${CREDITS} WHERE o.shop_id = ${shop.id} AND ${placedIn(period.value)}
        AND ${isAfter(after, Prisma.sql`o.processed_at, o.id, c.ordinal`)}
      ORDER BY o.processed_at DESC, o.id DESC, c.ordinal DESC LIMIT ${limit + 1}`;
    return done(
      pageOf(
        rows,
        limit,
        ({ placedAt, orderId, ordinal }) => [msOf(placedAt), orderId, BigInt(ordinal)],
        (row) => ({
          ...creditAnswer(row),
          orderId: String(row.orderId),
          placedAt: row.placedAt.toISOString(),
        }),
      ),
    );
  },
});

const placedIn = (period: Period | undefined): Prisma.Sql =>
  period ? Prisma.sql`o.processed_at >= ${period.from} AND o.processed_at < ${period.to}` : Prisma.sql`true`;

/** Times are written to the millisecond. */
const msOf = (at: Date): bigint => BigInt(at.getTime());

/** @param after a time in ms and what tells those of one time apart; empty: from the first on */
function isAfter(after: readonly bigint[], columns: Prisma.Sql): Prisma.Sql {
  const [ms, ...rest] = after;
  if (ms === undefined) return Prisma.sql`true`;
  return Prisma.sql`(${columns}) < (${Prisma.join([new Date(Number(ms)), ...rest])})`;
}

function creditsOf(shop: Shop, orderIds: readonly bigint[]): Promise<CreditRow[]> {
  return db.$queryRaw<CreditRow[]>`
    SELECT ${CREDIT_FIELDS} FROM ${CREDITS}
    WHERE c.shop_id = ${shop.id} AND c.order_id = ANY(${[...orderIds]}::bigint[]) ORDER BY c.order_id, c.ordinal`;
}

const orderAnswer = (row: OrderRow, credits: readonly CreditRow[]) => ({
  id: String(row.id),
  name: row.name,
  placedAt: row.placedAt.toISOString(),
  value: moneyAnswer(row.valueMinor, row.currency),
  bucket: row.bucket ?? 'pending',
  reason: row.reason,
  decidedAt: row.decidedAt?.toISOString() ?? null,
  credits: credits.filter(({ orderId }) => orderId === row.id).map(creditAnswer),
});

const creditAnswer = (row: CreditRow) => ({
  messageId: String(row.versionId),
  model: row.model,
  grade: row.grade,
  touchAt: row.touchAt.toISOString(),
  weightPpm: row.weightPpm,
  amount: moneyAnswer(row.amountMinor, row.currency),
});

function receiptAnswer(receipt: Receipt, shop: Shop) {
  return {
    ...receipt,
    sentence: receiptSentence(receipt, (iso) => formatMoment(new Date(iso), shop.timeZone)),
    rule: ruleSentence(receipt.rule),
    settingsVersion: receipt.rule.settingsVersion,
  };
}

import { z } from 'zod';
import { BUCKETS, REASONS } from '~/attribution/bucket';
import { type Receipt, receiptSchema } from '~/attribution/receipt';
import { courseSchema, receiptFrom, rulingSchema } from '~/attribution/receipt-parts';
import { SETTINGS, storedSettings } from '~/attribution/settings-rows.server';
import { Prisma, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

const stored = z.object({
  orderId: z.bigint(),
  bucket: z.enum(BUCKETS),
  reason: z.enum(REASONS),
  settings: storedSettings,
  course: courseSchema,
  ruling: rulingSchema,
  credits: receiptSchema.shape.credits,
  renewals: receiptSchema.shape.credits,
});

/** The receipts of orders by order id; those that are not decided yet have none. */
export async function readReceipts(
  shop: ShopId,
  orderIds: readonly bigint[],
  tx: Sql,
): Promise<Map<bigint, Receipt>> {
  if (orderIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT s.order_id AS "orderId", s.bucket, s.reason, s.ruling, c.course,
           (SELECT to_json(v) FROM (
              SELECT ${SETTINGS} FROM attribution_settings WHERE shop_id = s.shop_id AND version = s.settings_version
            ) AS v) AS settings,
           ${creditsIn(Prisma.sql`credit`, Prisma.sql`model`)} AS credits,
           ${creditsIn(
             Prisma.sql`renewal_credit`,
             Prisma.sql`(SELECT model FROM attribution_settings a
                         WHERE a.shop_id = s.shop_id AND a.version = s.settings_version)`,
           )} AS renewals
    FROM order_standing s JOIN order_course c ON c.shop_id = s.shop_id AND c.order_id = s.order_id
    WHERE s.shop_id = ${shop} AND s.order_id = ANY (${[...orderIds]}::bigint[])`;
  return new Map(
    rows.map((row) => {
      const { orderId, ...parts } = stored.parse(row);
      return [orderId, receiptFrom(parts)];
    }),
  );
}

const creditsIn = (table: Prisma.Sql, model: Prisma.Sql) => Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('model', ${model}, 'versionId', version_id::text, 'weightPpm', weight_ppm,
                                              'amountMinor', amount_minor::text) ORDER BY ordinal), '[]')
   FROM ${table} WHERE shop_id = s.shop_id AND order_id = s.order_id)`;

import { z } from 'zod';
import { type Db, rowsOf } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import type { Credit } from '~/attribution/credit';
import { DEFAULT_SETTINGS, type Settings } from '~/attribution/facts';
import { type Receipt, receiptSchema } from '~/attribution/receipt';
import { withoutTraces } from '~/attribution/receipt-traces';
import type { RevaluedCredit, StandingCredit } from '~/attribution/revalue';

const model = z.enum(['last_click']);

const storedSettings = z.object({
  version: z.number(),
  model,
  windowDays: z.number(),
  scope: z.enum(['all_sources', 'messages_only']),
});

/** The shop's newest settings, or what it has before it makes any. */
export async function findSettings(shop: ShopId, tx: Db): Promise<Settings> {
  return (await newestSettings(shop, tx)) ?? DEFAULT_SETTINGS;
}

/** The shop's newest settings; the first version is made when an order asks for it. */
export async function currentSettings(shop: ShopId, now: Date, tx: Db): Promise<Settings> {
  const found = await newestSettings(shop, tx);
  if (found) return found;
  await tx.attributionSettings.createMany({
    data: [{ shopId: shop, ...DEFAULT_SETTINGS, validFrom: now }],
    skipDuplicates: true,
  });
  return findSettings(shop, tx);
}

async function newestSettings(shop: ShopId, tx: Db): Promise<Settings | undefined> {
  const newest = await tx.attributionSettings.findFirst({
    where: { shopId: shop },
    orderBy: { version: 'desc' },
  });
  return newest ? storedSettings.parse(newest) : undefined;
}

/** What was decided of an order. */
export interface Standing {
  orderId: bigint;
  receipt: Receipt;
  credits: readonly Credit[];
}

/** Replaces the standings of orders and all their credits: what stood before leaves no trace. */
export async function replaceStandings(
  shop: ShopId,
  standings: readonly Standing[],
  settings: Settings,
  now: Date,
  tx: Db,
): Promise<void> {
  const own = { shopId: shop, settingsVersion: settings.version };
  const rows = standings.map(({ orderId, receipt }) => ({
    ...own,
    orderId,
    bucket: receipt.bucket,
    reason: receipt.reason,
    receipt,
    computedAt: now,
  }));
  await tx.$executeRaw`
    INSERT INTO order_standing SELECT * FROM ${rowsOf('order_standing', rows)}
    ON CONFLICT (shop_id, order_id) DO UPDATE SET settings_version = EXCLUDED.settings_version,
      bucket = EXCLUDED.bucket, reason = EXCLUDED.reason, receipt = EXCLUDED.receipt,
      computed_at = EXCLUDED.computed_at`;
  await tx.credit.deleteMany({
    where: { shopId: shop, orderId: { in: rows.map(({ orderId }) => orderId) } },
  });
  const credits = standings.flatMap(({ orderId, credits }) =>
    credits.map(({ model, ordinal, versionId, touch, weightPpm, amountMinor }) => ({
      ...own,
      orderId,
      model,
      ordinal,
      versionId,
      touchAt: touch.at,
      grade: touch.grade,
      weightPpm,
      amountMinor,
    })),
  );
  await tx.$executeRaw`INSERT INTO credit SELECT * FROM ${rowsOf('credit', credits)}`;
}

/** How those of the orders stand that were decided before. */
export async function findStandings(
  shop: ShopId,
  orderIds: readonly bigint[],
  tx: Db,
): Promise<Map<bigint, { receipt: Receipt; credits: StandingCredit[] }>> {
  const where = { shopId: shop, orderId: { in: [...orderIds] } };
  const standings = await tx.orderStanding.findMany({ where });
  const credits = await tx.credit.findMany({
    where,
    orderBy: [{ orderId: 'asc' }, { model: 'asc' }, { ordinal: 'asc' }],
    select: { orderId: true, model: true, ordinal: true, versionId: true, weightPpm: true },
  });
  return new Map(
    standings.map(({ orderId, receipt }) => [
      orderId,
      {
        receipt: receiptSchema.parse(receipt),
        credits: credits
          .filter((credit) => credit.orderId === orderId)
          .map(({ ordinal, versionId, weightPpm, ...credit }) => ({
            model: model.parse(credit.model),
            ordinal,
            versionId,
            weightPpm,
          })),
      },
    ]),
  );
}

/** Writes anew what standings say and what their credits come to; when and by which settings each was decided stays. */
export async function reviseStandings(
  shop: ShopId,
  revised: readonly { orderId: bigint; receipt: Receipt; credits: readonly RevaluedCredit[] }[],
  tx: Db,
): Promise<void> {
  const rows = revised.map(({ orderId, receipt }) => ({
    orderId,
    bucket: receipt.bucket,
    reason: receipt.reason,
    receipt,
  }));
  await tx.$executeRaw`
    UPDATE order_standing s SET bucket = r.bucket, reason = r.reason, receipt = r.receipt
    FROM ${rowsOf('order_standing', rows)} AS r WHERE s.shop_id = ${shop} AND s.order_id = r.order_id`;
  const amounts = revised.flatMap(({ orderId, credits }) =>
    credits.map((credit) => ({ orderId, ...credit })),
  );
  await tx.$executeRaw`
    UPDATE credit c SET amount_minor = r.amount_minor FROM ${rowsOf('credit', amounts)} AS r
    WHERE c.shop_id = ${shop} AND c.order_id = r.order_id AND c.model = r.model AND c.ordinal = r.ordinal`;
  const left = revised.filter(({ credits }) => credits.length === 0).map(({ orderId }) => orderId);
  await tx.credit.deleteMany({ where: { shopId: shop, orderId: { in: left } } });
}

/** Takes out of the receipts of orders what may name their customer. */
export async function forgetTraces(shop: ShopId, orderIds: readonly bigint[], tx: Db): Promise<void> {
  const standings = await tx.orderStanding.findMany({
    where: { shopId: shop, orderId: { in: [...orderIds] } },
    select: { orderId: true, receipt: true },
  });
  const rows = standings.map(({ orderId, receipt }) => ({
    orderId,
    receipt: withoutTraces(receiptSchema.parse(receipt)),
  }));
  await tx.$executeRaw`
    UPDATE order_standing s SET receipt = r.receipt FROM ${rowsOf('order_standing', rows)} AS r
    WHERE s.shop_id = ${shop} AND s.order_id = r.order_id`;
}

import { hash } from 'node:crypto';
import { z } from 'zod';
import { type Credit as CreditRow, type OrderStanding, type OrderTouch, rowsOf, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { maskMail } from '~/lib/traces';
import type { Credit } from '~/attribution/credit';
import { creditRows, renewalRows } from '~/attribution/credit-rows';
import { DEFAULT_SETTINGS, RULE_MODELS, type Settings } from '~/attribution/facts';
import type { PathTouch } from '~/attribution/path';
import { readReceipts } from '~/attribution/read-receipts.server';
import type { Receipt } from '~/attribution/receipt';
import { courseOf, rulingOf } from '~/attribution/receipt-parts';
import { withoutTraces } from '~/attribution/receipt-traces';
import type { RenewalCredit } from '~/attribution/renewal';
import type { RevaluedCredit, StandingCredit } from '~/attribution/revalue';
import { SETTINGS, storedSettings } from '~/attribution/settings-rows.server';
import { markDaysOfOrders } from '~/queue/day-mark-store.server';

const model = z.enum(RULE_MODELS);

/** The shop's newest settings, or what it has before it makes any. */
export async function findSettings(shop: ShopId, tx: Sql): Promise<Settings> {
  return (await newestSettings(shop, tx)) ?? DEFAULT_SETTINGS;
}

/** The shop's newest settings; the first version is made when an order asks for it. */
export async function currentSettings(shop: ShopId, now: Date, tx: Sql): Promise<Settings> {
  const found = await newestSettings(shop, tx);
  if (found) return found;
  await insertSettings(shop, DEFAULT_SETTINGS, now, tx);
  return findSettings(shop, tx);
}

/** Adds a version; nothing happens where there is one of this number. */
export async function insertSettings(shop: ShopId, settings: Settings, now: Date, tx: Sql): Promise<void> {
  const row = { shopId: shop, ...settings, validFrom: now };
  await tx.$executeRaw`
    INSERT INTO attribution_settings SELECT * FROM ${rowsOf('attribution_settings', [row])} ON CONFLICT DO NOTHING`;
}

/** A version of the shop's settings, and when it was made. */
export type DatedSettings = Settings & { validFrom: Date };

/** All versions of the shop's settings, the newest first. */
export async function listSettings(shop: ShopId, tx: Sql): Promise<DatedSettings[]> {
  const versions = await tx.$queryRaw<unknown[]>`
    SELECT ${SETTINGS}, valid_from AS "validFrom" FROM attribution_settings
    WHERE shop_id = ${shop} ORDER BY version DESC`;
  return versions.map((row) => storedSettings.extend({ validFrom: z.date() }).parse(row));
}

async function newestSettings(shop: ShopId, tx: Sql): Promise<Settings | undefined> {
  const [newest] = await tx.$queryRaw<unknown[]>`
    SELECT ${SETTINGS} FROM attribution_settings
    WHERE shop_id = ${shop} ORDER BY version DESC LIMIT 1`;
  return newest ? storedSettings.parse(newest) : undefined;
}

/** What was decided of an order. */
export interface Standing {
  orderId: bigint;
  receipt: Receipt;
  /** All touches up to the order, by time. */
  path: readonly PathTouch[];
  credits: readonly Credit[];
  /** What it brings as a renewal: credits like others where the shop counts renewals, else apart. */
  renewals: readonly RenewalCredit[];
}

/**
 * Replaces the standings of orders, their paths and all their credits: what stood before leaves no trace. Course and path
 * are the larger part and are seldom changed by new settings: they are written only where they are not as they stood.
 */
export async function replaceStandings(
  shop: ShopId,
  standings: readonly Standing[],
  settings: Settings,
  now: Date,
  tx: Sql,
): Promise<void> {
  const ids = standings.map(({ orderId }) => orderId);
  const drawn = standings.map((standing) => ({ ...standing, ...drawnUp(standing) }));
  const stood = await tx.$queryRaw<Pick<OrderStanding, 'orderId' | 'digest'>[]>`
    SELECT order_id AS "orderId", digest FROM order_standing
    WHERE shop_id = ${shop} AND order_id = ANY (${ids}::bigint[])`;
  const digests = new Map(stood.map(({ orderId, digest }) => [orderId, digest]));
  await tx.$executeRaw`
    INSERT INTO order_standing (shop_id, order_id, settings_version, bucket, reason, ruling, digest, computed_at)
    SELECT ${shop}, order_id, ${settings.version}, bucket, reason, ruling::jsonb, digest, ${now}
    FROM unnest(${ids}::bigint[], ${standings.map(({ receipt }) => receipt.bucket)}::text[],
                ${standings.map(({ receipt }) => receipt.reason)}::text[],
                string_to_array(${inLines(standings.map(({ receipt }) => rulingOf(receipt)))}, E'\\n'),
                ${drawn.map(({ digest }) => digest)}::text[])
      AS t (order_id, bucket, reason, ruling, digest)
    ON CONFLICT (shop_id, order_id) DO UPDATE SET settings_version = EXCLUDED.settings_version,
      bucket = EXCLUDED.bucket, reason = EXCLUDED.reason, ruling = EXCLUDED.ruling, digest = EXCLUDED.digest,
      computed_at = EXCLUDED.computed_at`;
  await replaceCourses(
    shop,
    drawn.filter(({ orderId, digest }) => digests.get(orderId) !== digest),
    tx,
  );
  await tx.$executeRaw`DELETE FROM credit WHERE shop_id = ${shop} AND order_id = ANY (${ids}::bigint[])`;
  const credits = standings.flatMap(({ orderId, receipt: { bucket, reason }, credits, renewals }) =>
    creditRows(orderId, { bucket, reason, credits, renewals }, settings).map((row) => ({
      shopId: shop,
      ...row,
    })),
  );
  await tx.$executeRaw`INSERT INTO credit SELECT * FROM ${rowsOf('credit', credits)}`;
  await replaceRenewals(
    shop,
    standings.filter(({ receipt }) => receipt.renewal),
    settings,
    tx,
  );
}

/** The course of an order as text, and the digest of it and of the path. */
function drawnUp({ receipt, path }: Standing): { course: string; digest: string } {
  const course = JSON.stringify(courseOf(receipt));
  const touches = path.map(({ at, versionId, ...touch }) => [
    at.getTime(),
    versionId?.toString(),
    ...Object.values(touch),
  ]);
  return { course, digest: hash('sha256', `${course}${JSON.stringify(touches)}`, 'base64url') };
}

async function replaceCourses(
  shop: ShopId,
  changed: readonly Pick<Standing & { course: string }, 'orderId' | 'path' | 'course'>[],
  tx: Sql,
): Promise<void> {
  if (changed.length === 0) return;
  const ids = changed.map(({ orderId }) => orderId);
  await tx.$executeRaw`
    INSERT INTO order_course (shop_id, order_id, course)
    SELECT ${shop}, order_id, course::jsonb
    FROM unnest(${ids}::bigint[], string_to_array(${changed.map(({ course }) => course).join('\n')}, E'\\n'))
      AS t (order_id, course)
    ON CONFLICT (shop_id, order_id) DO UPDATE SET course = EXCLUDED.course`;
  await tx.$executeRaw`DELETE FROM order_touch WHERE shop_id = ${shop} AND order_id = ANY (${ids}::bigint[])`;
  const touches = changed.flatMap(({ orderId, path }) =>
    path.map(({ at, ...touch }, ordinal) => ({ shopId: shop, orderId, ordinal, touchAt: at, ...touch })),
  );
  await tx.$executeRaw`INSERT INTO order_touch SELECT * FROM ${rowsOf('order_touch', touches)}`;
}

/** Each as JSON in a line: JSON has no line break of its own. As values within JSON they would be read three times over. */
const inLines = (values: readonly unknown[]): string =>
  values.map((value) => JSON.stringify(value)).join('\n');

async function replaceRenewals(
  shop: ShopId,
  standings: readonly Standing[],
  settings: Settings,
  tx: Sql,
): Promise<void> {
  if (standings.length === 0) return;
  const ids = standings.map(({ orderId }) => orderId);
  await tx.$executeRaw`DELETE FROM renewal_credit WHERE shop_id = ${shop} AND order_id = ANY (${ids}::bigint[])`;
  const rows = standings.flatMap(({ orderId, receipt: { bucket, reason, renewal }, credits, renewals }) =>
    renewal
      ? renewalRows(orderId, BigInt(renewal.orderId), { bucket, reason, credits, renewals }, settings)
      : [],
  );
  await tx.$executeRaw`
    INSERT INTO renewal_credit SELECT * FROM ${rowsOf(
      'renewal_credit',
      rows.map((row) => ({ shopId: shop, ...row })),
    )}`;
}

/** How those of the orders stand that were decided before. */
export async function findStandings(
  shop: ShopId,
  orderIds: readonly bigint[],
  tx: Sql,
): Promise<Map<bigint, { receipt: Receipt; credits: StandingCredit[] }>> {
  const receipts = await readReceipts(shop, orderIds, tx);
  const credits = await tx.$queryRaw<
    Pick<CreditRow, 'orderId' | 'model' | 'ordinal' | 'versionId' | 'weightPpm'>[]
  >`
    SELECT order_id AS "orderId", model, ordinal, version_id AS "versionId", weight_ppm AS "weightPpm" FROM credit
    WHERE shop_id = ${shop} AND order_id = ANY (${orderIds}::bigint[]) ORDER BY order_id, model, ordinal`;
  return new Map(
    [...receipts].map(([orderId, receipt]) => [
      orderId,
      {
        receipt,
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
  tx: Sql,
): Promise<void> {
  await rewriteReceipts(shop, revised, tx);
  const amounts = revised.flatMap(({ orderId, credits }) =>
    credits.map((credit) => ({ orderId, ...credit })),
  );
  await tx.$executeRaw`
    UPDATE credit c SET amount_minor = r.amount_minor FROM ${rowsOf('credit', amounts)} AS r
    WHERE c.shop_id = ${shop} AND c.order_id = r.order_id AND c.model = r.model AND c.ordinal = r.ordinal`;
  const left = revised.filter(({ credits }) => credits.length === 0).map(({ orderId }) => orderId);
  await tx.$executeRaw`DELETE FROM credit WHERE shop_id = ${shop} AND order_id = ANY (${left}::bigint[])`;
}

/** Writes receipts over those that stand, as they are no more drawn up from the facts. */
async function rewriteReceipts(
  shop: ShopId,
  receipts: readonly { orderId: bigint; receipt: Receipt }[],
  tx: Sql,
): Promise<void> {
  const standings = receipts.map(({ orderId, receipt }) => ({
    orderId,
    bucket: receipt.bucket,
    reason: receipt.reason,
    ruling: rulingOf(receipt),
  }));
  await tx.$executeRaw`
    UPDATE order_standing s SET bucket = r.bucket, reason = r.reason, ruling = r.ruling, digest = ''
    FROM ${rowsOf('order_standing', standings)} AS r WHERE s.shop_id = ${shop} AND s.order_id = r.order_id`;
  const courses = receipts.map(({ orderId, receipt }) => ({ orderId, course: courseOf(receipt) }));
  await tx.$executeRaw`
    UPDATE order_course c SET course = r.course
    FROM ${rowsOf('order_course', courses)} AS r WHERE c.shop_id = ${shop} AND c.order_id = r.order_id`;
}

/** Takes out of the receipts and paths of orders what may name their customer. */
export async function forgetTraces(shop: ShopId, orderIds: readonly bigint[], tx: Sql): Promise<void> {
  const receipts = await readReceipts(shop, orderIds, tx);
  await rewriteReceipts(
    shop,
    [...receipts].map(([orderId, receipt]) => ({ orderId, receipt: withoutTraces(receipt) })),
    tx,
  );
  const touches = await tx.$queryRaw<Pick<OrderTouch, 'orderId' | 'ordinal' | 'source' | 'medium'>[]>`
    SELECT order_id AS "orderId", ordinal, source, medium FROM order_touch
    WHERE shop_id = ${shop} AND order_id = ANY (${orderIds}::bigint[]) AND version_id IS NULL`;
  const masked = touches.map(({ source, medium, ...touch }) => ({
    ...touch,
    source: maskMail(source),
    medium: medium && maskMail(medium),
  }));
  await tx.$executeRaw`
    UPDATE order_touch t SET source = m.source, medium = m.medium FROM ${rowsOf('order_touch', masked)} AS m
    WHERE t.shop_id = ${shop} AND t.order_id = m.order_id AND t.ordinal = m.ordinal`;
  await markDaysOfOrders(shop, orderIds, tx);
}

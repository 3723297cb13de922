import { z } from 'zod';
import type { Db, Prisma } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import type { Credit } from '~/attribution/credit';
import { DEFAULT_SETTINGS, type Settings } from '~/attribution/facts';
import type { Receipt } from '~/attribution/receipt';

const storedSettings = z.object({
  version: z.number(),
  model: z.enum(['last_click']),
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

/** Replaces an order's standing and all its credits: what stood before leaves no trace. */
export async function replaceStanding(
  shop: ShopId,
  orderId: bigint,
  decided: { receipt: Receipt; credits: readonly Credit[]; settings: Settings; now: Date },
  tx: Db,
): Promise<void> {
  const { receipt, credits, settings, now } = decided;
  const key = { shopId: shop, orderId };
  const standing = {
    settingsVersion: settings.version,
    bucket: receipt.bucket,
    reason: receipt.reason,
    receipt: receipt satisfies Prisma.InputJsonObject,
    computedAt: now,
  };
  await tx.orderStanding.upsert({
    where: { shopId_orderId: key },
    create: { ...key, ...standing },
    update: standing,
  });
  await tx.credit.deleteMany({ where: key });
  await tx.credit.createMany({
    data: credits.map((credit) => ({
      ...key,
      model: credit.model,
      ordinal: credit.ordinal,
      versionId: credit.versionId,
      settingsVersion: settings.version,
      touchAt: credit.touch.at,
      grade: credit.touch.grade,
      weightPpm: credit.weightPpm,
      amountMinor: credit.amountMinor,
    })),
  });
}

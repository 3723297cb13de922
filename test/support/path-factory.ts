import { randomInt } from 'node:crypto';
import { db, type Shop } from '~/db.server';
import { PLACED_AT } from '#test/support/attribution-factory';

/** A decided order as it is stored, with the touches of its path. */
export interface PathRows {
  placedAt?: Date;
  valueMinor?: bigint;
  currency?: string;
  bucket?: string;
  reason?: string;
  touches: { hoursBefore: number; versionId?: bigint; source: string; channel: string }[];
}

/** Many decided orders with their paths in a few statements; returns their numbers. */
export async function makePaths(shop: Shop, paths: readonly PathRows[]): Promise<bigint[]> {
  const orders = paths.map((path, index) => ({
    ...path,
    id: BigInt(randomInt(1, 2 ** 40)) * 100_000n + BigInt(index),
    placedAt: path.placedAt ?? PLACED_AT,
  }));
  await db.order.createMany({
    data: orders.map(({ id, placedAt: at, valueMinor = 5_000n, currency = shop.currency }) => ({
      ...{ shopId: shop.id, id, name: `#${id}`, createdAt: at, processedAt: at, updatedAt: at },
      ...{ test: false, sourceName: 'web', currency, valueMinor, totalMinor: valueMinor },
    })),
  });
  await db.orderStanding.createMany({
    data: orders.map(({ id, placedAt, bucket = 'no_touch', reason = 'other_source' }) => ({
      ...{
        shopId: shop.id,
        orderId: id,
        settingsVersion: 1,
        bucket,
        reason,
        ruling: {},
        computedAt: placedAt,
      },
    })),
  });
  await db.orderTouch.createMany({
    data: orders.flatMap(({ id, placedAt, touches }) =>
      touches
        .toSorted((a, b) => b.hoursBefore - a.hoursBefore)
        .map(({ hoursBefore, versionId = null, source, channel }, ordinal) => ({
          ...{ shopId: shop.id, orderId: id, ordinal, versionId, source, channel },
          touchAt: new Date(placedAt.getTime() - hoursBefore * 3_600_000),
          ...{ timed: true, grade: 'pixel_tags', medium: null },
        })),
    ),
  });
  return orders.map(({ id }) => id);
}

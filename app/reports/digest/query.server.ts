import { db, type Shop } from '~/db.server';
import { interpretDigest, type DigestView } from '~/reports/digest/interpret';
import { type Cadence, digestPeriod } from '~/reports/digest/schedule';
import { salesOverview } from '~/reports/sales-overview/query.server';
import { orderSums } from '~/reports/sums.server';
import { topMessagesReport } from '~/reports/top-messages/query.server';
import { countOrders, totalsOf } from '~/reports/totals';

/** What the digest that is due at a moment says, by what is known now. */
export async function digestOf(
  shop: Shop,
  cadence: Exclude<Cadence, 'off'>,
  dueAt: Date,
): Promise<DigestView> {
  const period = digestPeriod(cadence, dueAt, shop.timeZone);
  const [overview, { byBucket }, topMessages, facts, sync] = await Promise.all([
    salesOverview(shop, period),
    orderSums(shop, period),
    topMessagesReport(shop, period, 'placed'),
    db.shop.findUniqueOrThrow({ where: { id: shop.id } }),
    db.syncState.findUnique({ where: { shopId: shop.id } }),
  ]);
  const totals = totalsOf(byBucket, []);
  return interpretDigest({
    shopName: shop.name,
    ...{ cadence, period, overview, topMessages, currency: shop.currency },
    orders: totals.orders,
    earned: totals.creditedOrders,
    pixel: { connected: facts.pixelId !== null, lastAt: facts.lastPixelAt },
    sweep: sync && {
      differing: sync.lastMissing + sync.lastDifferent,
      differenceMinor: sync.lastDifferenceMinor,
      failing: sync.sweepFailure !== null,
    },
    pending: countOrders(byBucket.filter(({ bucket }) => bucket === 'pending')),
  });
}

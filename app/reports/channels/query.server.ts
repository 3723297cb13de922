import { db, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import { interpretChannels } from '~/reports/channels/interpret';
import { earnedIn } from '~/reports/earned.server';
import type { ReportTable } from '~/reports/table';

/** Which channel earned how much in a period. */
export async function channelsReport(shop: Shop, period: Period, basis: DateBasis): Promise<ReportTable> {
  const [data, delivered] = await Promise.all([
    earnedIn(shop, period, basis),
    db.$queryRaw<{ channel: string; count: number }[]>`
      SELECT d.channel, count(*)::int AS count FROM delivery d
      JOIN message_version v ON v.shop_id = d.shop_id AND v.id = d.version_id
      WHERE d.shop_id = ${shop.id} AND d.sent_at >= ${period.from} AND d.sent_at < ${period.to}
        AND d.state IN ('sent', 'delivered') AND v.track_sales
      GROUP BY 1 ORDER BY 1`,
  ]);
  return interpretChannels({ ...data, delivered });
}

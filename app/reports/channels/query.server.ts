import type { Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import { interpretChannels } from '~/reports/channels/interpret';
import { deliveredIn } from '~/reports/delivered.server';
import { earnedIn } from '~/reports/earned.server';
import type { ReportTable } from '~/reports/table';

/** Which channel earned how much in a period. */
export async function channelsReport(shop: Shop, period: Period, basis: DateBasis): Promise<ReportTable> {
  const [data, delivered] = await Promise.all([earnedIn(shop, period, basis), deliveredIn(shop, period)]);
  return interpretChannels({ ...data, delivered });
}

import type { Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import { earnedIn } from '~/reports/earned.server';
import type { ReportTable } from '~/reports/table';
import { interpretTopMessages } from '~/reports/top-messages/interpret';

/**
 * Which message earned how much in a period.
 * @param most rows, the total being of all; without it all of them
 */
export async function topMessagesReport(
  shop: Shop,
  period: Period,
  basis: DateBasis,
  most = Infinity,
): Promise<ReportTable> {
  return interpretTopMessages(await earnedIn(shop, period, basis), most);
}

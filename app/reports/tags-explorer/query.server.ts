import type { Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import { earnedIn } from '~/reports/earned.server';
import type { ReportTable } from '~/reports/table';
import { interpretTagsExplorer } from '~/reports/tags-explorer/interpret';
import type { TagField } from '~/reports/tags-explorer/tag-field';

/**
 * What messages earned in a period by one field of their tags, and by another one within it.
 * @param most rows, the total being of all; without it all of them
 */
export async function tagsExplorerReport(
  shop: Shop,
  period: Period,
  basis: DateBasis,
  by: TagField,
  within: TagField | null,
  most = Infinity,
): Promise<ReportTable> {
  return interpretTagsExplorer(await earnedIn(shop, period, basis), by, within, most);
}

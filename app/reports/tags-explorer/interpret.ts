import { versionChannelLabel } from '~/channels/channel';
import {
  groupBy,
  mostSentence,
  ordersPath,
  rowsNote,
  ruleAndBasis,
  sumCells,
  sumColumns,
  totalOf,
} from '~/reports/earned';
import type { Earned, EarnedData } from '~/reports/earned.server';
import { type ReportTable, shareCell, textCell } from '~/reports/table';
import { type TagField, tagFieldLabel } from '~/reports/tags-explorer/tag-field';

/**
 * What was earned by one field of the tags, and by another one within it.
 * @param most so many rows
 */
export function interpretTagsExplorer(
  data: EarnedData,
  by: TagField,
  within: TagField | null,
  most: number,
): ReportTable {
  const fields = within && within !== by ? [by, within] : [by];
  const all = totalOf(data.earned);
  const groups = groupBy(data.earned, (version) => JSON.stringify(fields.map((field) => version[field])));
  const best = groups[0];
  const names = (version: Earned) => fields.map((field) => valueOf(version, field));
  return {
    sentence: mostSentence(best && { name: names(best.first).join(' / '), sum: best.sum }, all, data),
    basis: ruleAndBasis(data),
    columns: [
      ...fields.map((field) => ({ title: tagFieldLabel[field], definition: null })),
      ...sumColumns(data),
      { title: 'Share', definition: 'Of the revenue that all messages earned.' },
    ],
    more: Math.max(0, groups.length - most),
    rows: groups.slice(0, most).map(({ key, first, sum }) => ({
      id: key,
      path: null,
      orders: ordersPath(data, Object.fromEntries(fields.map((field) => [field, first[field]]))),
      cells: [
        ...names(first).map((name) => textCell(name)),
        ...sumCells(sum, data),
        shareCell({ part: sum.minor, whole: all.minor }, 'Nothing earned'),
      ],
    })),
    total: [
      textCell('All messages'),
      ...fields.slice(1).map(() => textCell('')),
      ...sumCells(all, data),
      textCell(''),
    ],
    notes: rowsNote(data),
  };
}

const valueOf = (version: Earned, field: TagField): string =>
  field === 'channel' ? versionChannelLabel(version.channel) : version[field] || '(none)';

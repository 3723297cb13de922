import { versionChannelLabel } from '~/channels/channel';
import {
  mostFirst,
  mostSentence,
  ordersPath,
  rowsNote,
  ruleAndBasis,
  sumCells,
  sumColumns,
  totalOf,
} from '~/reports/earned';
import type { Earned, EarnedData } from '~/reports/earned.server';
import { messagePath } from '~/reports/message-name';
import { readableSubject } from '~/tagging/readable-subject';
import { type ReportTable, shareCell, textCell } from '~/reports/table';

/**
 * What each message earned, version by version as it was sent.
 * @param most so many rows
 */
export function interpretTopMessages(data: EarnedData, most: number): ReportTable {
  const all = totalOf(data.earned);
  const rows = data.earned.toSorted(
    (a, b) =>
      mostFirst(a, b) || nameOf(a).localeCompare(nameOf(b), 'en') || Number(a.versionId - b.versionId),
  );
  const best = rows[0];
  return {
    sentence: mostSentence(best && { name: nameOf(best), sum: best }, all, data),
    basis: ruleAndBasis(data),
    columns: [
      { title: 'Message', definition: null },
      { title: 'Channel', definition: null },
      { title: 'Source / medium / campaign', definition: null },
      ...sumColumns(data),
      { title: 'Share', definition: 'Of the revenue that all messages earned.' },
    ],
    more: Math.max(0, rows.length - most),
    rows: rows.slice(0, most).map((version) => ({
      id: String(version.versionId),
      path: messagePath(version),
      orders: ordersPath(data, { message: String(version.versionId) }),
      cells: [
        textCell(nameOf(version), version.name === null ? undefined : subjectOf(version)),
        textCell(versionChannelLabel(version.channel)),
        textCell(`${version.source} / ${version.medium} / ${version.campaign}`),
        ...sumCells(version, data),
        shareCell({ part: version.minor, whole: all.minor }, 'Nothing earned'),
      ],
    })),
    total: [textCell('All messages'), textCell(''), textCell(''), ...sumCells(all, data), textCell('')],
    notes: rowsNote(data),
  };
}

const nameOf = ({ name, subject }: Earned) => name ?? readableSubject(subject);

const subjectOf = ({ trackingLinkId, subject }: Earned) =>
  trackingLinkId === null && subject !== '' ? readableSubject(subject) : undefined;

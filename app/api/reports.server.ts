import { z } from 'zod';
import { report as reportShape, reportList } from '~/api/answers';
import { endpoint } from '~/api/endpoint';
import { periodParams, requestedPeriod } from '~/api/params';
import { done, refused } from '~/lib/outcome';
import { lastDays } from '~/lib/period';
import { DATE_BASES } from '~/reports/basis';
import { COHORT_BY, COHORT_RANGES } from '~/reports/cohorts/interpret';
import type { Cell, Column } from '~/reports/table';
import { TAG_FIELDS } from '~/reports/tags-explorer/tag-field';
import { reportQuery } from '~/ui/report-query';
import { REPORT_TABLES } from '~/ui/report-tables.server';

const DAYS = 30;

export const reports = endpoint({
  path: '/reports',
  operation: 'listReports',
  summary: 'The reports that can be asked for',
  scope: 'reports',
  params: z.strictObject({}),
  answer: reportList,
  read: () =>
    Promise.resolve(done({ data: [...REPORT_TABLES].map(([name, { title }]) => ({ name, title })) })),
});

export const report = endpoint({
  path: '/reports/{name}',
  operation: 'getReport',
  summary: 'A report as a table; of the last 30 days unless other days are asked for',
  scope: 'reports',
  params: z.strictObject({
    name: z.string().max(100).describe('As the list of reports has it.'),
    ...periodParams,
    basis: z.enum(DATE_BASES).default('placed').describe('On which day money is counted.'),
    by: z
      .enum([...TAG_FIELDS, ...COHORT_BY])
      .optional()
      .describe('Of the tags explorer: by which field. Of cohorts: by month or by message.'),
    within: z.enum(TAG_FIELDS).optional().describe('Of the tags explorer: and by which field within it.'),
    range: z.enum(COHORT_RANGES).optional().describe('Of cohorts: of how many months, or of all time.'),
  }),
  answer: reportShape,
  read: async (shop, { name, from, to, basis, by, within, range }, now) => {
    const known = REPORT_TABLES.get(name);
    if (!known) return refused('not_found');
    const asked = requestedPeriod(from, to, shop.timeZone);
    if (!asked.ok) return asked;
    const { days } = asked.value ?? lastDays(DAYS, now, shop.timeZone);
    const [first = '', last = ''] = [days.at(0), days.at(-1)];
    const search = new URLSearchParams({ from: first, to: last, basis });
    if (by) search.set('by', by);
    if (within) search.set('within', within);
    if (range) search.set('range', range);
    const table = await known.read(shop, reportQuery(search, now, shop.timeZone), search, now);
    const { columns, rows, total, sentence, notes } = table;
    const cells = (of: readonly Cell[]) => of.map((cell, place) => valueOf(cell, columns[place]));
    return done({
      ...{ name, sentence, notes },
      ...(known.asks === 'neither' ? { from: null, to: null } : { from: first, to: last }),
      basis: known.asks === 'days_and_basis' ? basis : null,
      rule: table.basis,
      columns: columns.map(({ title, definition }) => ({ title, definition })),
      rows: rows.map((row) => ({
        id: row.id,
        cells: cells(row.cells),
        notes: row.cells.map(({ note }) => note ?? null),
      })),
      total: total && cells(total),
    });
  },
});

/** A day and the like are told as the file has them. */
function valueOf({ raw, money }: Cell, column: Column | undefined) {
  if (column?.definition === null) return raw;
  if (money) return { amountMinor: Number(money.minor), currency: money.currency };
  if (raw === '') return null;
  const number = Number(raw);
  return Number.isNaN(number) ? raw : number;
}

import type { CsvRow } from '~/lib/csv-rows';
import type { Journeys } from '~/attribution/models/journeys';
import { amountAt, columnOf, countAt, neededColumnOf, textAt, WrongTable } from '~/attribution/tables/cells';

/** Between the touches of a path; published tables write ` > `. */
const STEP = /\s*(?:[-=]?>+|→)\s*/;

const PATH = ['path', 'paths', 'channel_path', 'conversion_path', 'journey', 'transformed_path'];
const CONVERSIONS = ['conversions', 'total_conversions', 'conversion', 'total_conversion'];
const VALUE = [
  'value',
  'total_conversion_value',
  'total_conversions_value',
  'conversion_value',
  'conversions_value',
  'total_value',
  'revenue',
];
const NULLS = [
  'null',
  'nulls',
  'total_null',
  'total_nulls',
  'null_conversions',
  'non_conversions',
  'total_non_conversions',
];

/**
 * Reads a table of paths: a row for each way that journeys took, with how many of them converted, what these came to,
 * and how many did not. Only the path is needed; without a column of conversions each row is one. Steps without a name
 * are none.
 * @param currency of the value; where it is given, values are whole minor units
 */
export function pathReader(header: CsvRow, currency?: string): (row: CsvRow) => Journeys {
  const path = neededColumnOf(header, PATH);
  const conversions = columnOf(header, CONVERSIONS);
  const value = columnOf(header, VALUE);
  const nulls = columnOf(header, NULLS);
  return (row) => {
    if (row.fields.length < path + 1) throw new WrongTable('no path', row.line);
    return {
      channels: textAt(row, path).split(STEP).filter(Boolean),
      conversions: conversions === undefined ? 1 : countAt(row, conversions, 'conversions'),
      value: amountAt(row, value, currency),
      nulls: countAt(row, nulls, 'null'),
    };
  };
}

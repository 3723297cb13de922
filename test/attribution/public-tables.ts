import { parse } from 'csv-parse/sync';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Model } from '~/attribution/facts';
import type { ChannelTotal, Journeys } from '~/attribution/models/journeys';
import { inProportion } from '~/attribution/models/rule-tally';
import { tallyOf } from '~/attribution/models/tally-of';
import { withoutLateDirect } from '~/attribution/tables/late-direct';
import { pathReader } from '~/attribution/tables/path-table';
import { tallied } from '#test/support/journeys-factory.ts';
import { differences } from './conformance-differences';

/** Public tables of others: read in place where they lie beside the project, never copied into it. */
export const DATA = '../shared/data/attribution';

export type Cells = Record<string, string>;
export const text = (path: string) => readFileSync(`${DATA}/${path}`, 'utf8');
export const csv = (path: string) =>
  parse<Cells>(text(path), { bom: true, columns: true, relax_column_count_less: true });
export const jsonLines = (path: string) =>
  text(path)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

export const close = (ours: number, theirs: number, tolerance = 1e-9) =>
  Math.abs(ours - theirs) <= tolerance * Math.max(1, Math.abs(theirs));

export function totalsOf(model: Model, table: readonly Journeys[]): Map<string, ChannelTotal> {
  const tally = tallyOf(model, { split: inProportion, order: 1 });
  const totals = tallied(model === 'last_click' ? withoutLateDirect(tally) : tally, table).totals();
  return new Map(totals.map((total) => [total.channel, total]));
}

export function tableOf(rows: readonly string[][]): Journeys[] {
  const [header = [], ...body] = rows.map((fields, index) => ({ fields, line: index + 1 }));
  const read = pathReader(header as { fields: string[]; line: number });
  return body.map(read);
}

/** Notes a case of a suite, and that our own rule has another answer than the table where it has. */
export type Noted = (suite: string, name: string, same: boolean) => void;

/**
 * Runs tests where the tables lie beside the project: counts the cases of each suite, prints how many ran, and holds
 * the named differences of these suites to be complete and up to date.
 */
export function againstTables(title: string, suites: readonly string[], tests: (noted: Noted) => void): void {
  if (!existsSync(DATA)) {
    it('compares nothing where the tables of others do not lie beside the project', () => {
      console.log(`${title}: 0 cases ran`);
      expect(existsSync(DATA)).toBe(false);
    });
    return;
  }
  const ran = Object.fromEntries(suites.map((suite) => [suite, 0]));
  const found: Record<string, string[]> = {};
  const named = Object.fromEntries(
    suites.flatMap((suite) =>
      suite in differences
        ? [
            [
              suite,
              Object.values(differences[suite] ?? {})
                .flat()
                .sort(),
            ],
          ]
        : [],
    ),
  );
  describe(title, () => {
    afterAll(() => {
      const total = Object.values(ran).reduce((sum, cases) => sum + cases, 0);
      console.log(
        `${title}: ${total} cases ran, ${Object.values(named).flat().length} named differences`,
        ran,
      );
    });
    tests((suite, name, same) => {
      ran[suite] = (ran[suite] ?? 0) + 1;
      if (!same) (found[suite] ??= []).push(name);
    });
    it('runs cases of each suite, and differs in what is named as a difference and in nothing else', () => {
      expect(Object.keys(ran)).toEqual(suites);
      expect(Object.values(ran)).not.toContain(0);
      const differing = Object.entries(found).map(([suite, names]) => [suite, [...new Set(names)].sort()]);
      expect(Object.fromEntries(differing)).toEqual(named);
    });
  });
}

import { parse } from 'csv-parse/sync';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { weightsOf } from '~/attribution/credit';
import { type Model, RULE_MODELS, type RuleModel } from '~/attribution/facts';
import type { ChannelTotal, Journeys } from '~/attribution/models/journeys';
import { MarkovTally } from '~/attribution/models/markov';
import { inProportion } from '~/attribution/models/rule-tally';
import { tallyOf } from '~/attribution/models/tally-of';
import { amountsOf, sharing } from '~/attribution/models/weights';
import { withoutLateDirect } from '~/attribution/tables/late-direct';
import { pathReader } from '~/attribution/tables/path-table';
import { isWithinWindow } from '~/attribution/window';
import { tallied } from '#test/support/journeys-factory.ts';
import { lostByMatrix } from '#test/support/transition-matrix.ts';
import { differences } from './conformance-differences';

/** Public tables of others: read in place where they lie beside the project, never copied into it. */
const DATA = '../shared/data/attribution';

const ran: Record<string, number> = {};
const found: Record<string, string[]> = {};
/** Notes a case of a suite, and that our own rule has another answer than the table where it has. */
function noted(suite: string, name: string, same: boolean) {
  ran[suite] = (ran[suite] ?? 0) + 1;
  if (!same) (found[suite] ??= []).push(name);
}

const text = (path: string) => readFileSync(`${DATA}/${path}`, 'utf8');
type Cells = Record<string, string>;
const csv = (path: string) => parse<Cells>(text(path), { columns: true, relax_column_count_less: true });
const jsonLines = (path: string) =>
  text(path)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const close = (ours: number, theirs: number, tolerance = 1e-9) =>
  Math.abs(ours - theirs) <= tolerance * Math.max(1, Math.abs(theirs));

function totalsOf(model: Model, table: readonly Journeys[]): Map<string, ChannelTotal> {
  const tally = tallyOf(model, { split: inProportion, order: 1 });
  const totals = tallied(model === 'last_click' ? withoutLateDirect(tally) : tally, table).totals();
  return new Map(totals.map((total) => [total.channel, total]));
}

function tableOf(rows: readonly string[][]): Journeys[] {
  const [header = [], ...body] = rows.map((fields, index) => ({ fields, line: index + 1 }));
  const read = pathReader(header as { fields: string[]; line: number });
  return body.map(read);
}

const conformance = () => {
  afterAll(() => {
    const total = Object.values(ran).reduce((sum, cases) => sum + cases, 0);
    const named = Object.values(differences).flatMap((reasons) => Object.values(reasons).flat()).length;
    console.log(`conformance: ${total} cases ran, ${named} named differences`, ran);
  });

  describe('5,000 paths of ChannelAttribution', () => {
    const FOLDER = 'channelattribution_pathdata';
    const table = () => tableOf(parse(gunzipSync(readFileSync(`${DATA}/${FOLDER}/paths.csv.gz`)).toString()));
    const suite = 'ChannelAttribution';

    it.each([
      ['first_click', 'first_touch'],
      ['last_click', 'last_touch'],
      ['linear', 'linear_touch'],
    ] as const)('%s is exact', (model, theirs) => {
      const totals = totalsOf(model, table());
      for (const row of csv(`${FOLDER}/expected_heuristic.csv`)) {
        const ours = totals.get(row.channel_name ?? '');
        expect(close(ours?.conversions ?? NaN, Number(row[`${theirs}_conversions`]))).toBe(true);
        expect(close(ours?.value ?? NaN, Number(row[`${theirs}_value`]))).toBe(true);
        noted(suite, `${model} ${row.channel_name}`, true);
      }
    });

    /** As they state what their walks at random are off, to its last digit; values, of which nothing is stated, twice. */
    const mayBeOff = (conversions: number) =>
      conversions > 200 ? 0.0035 : conversions > 50 ? 0.0115 : conversions > 5 ? 0.05 : 0.15;

    it('Markov’s credits and removal effects are theirs, as far as their walks at random reach', () => {
      const tally = tallied(new MarkovTally(1), table());
      const totals = new Map(tally.totals().map((total) => [total.channel, total]));
      const effects = new Map(tally.removalEffects().map((effect) => [effect.channel, effect]));
      const simulated = csv(`${FOLDER}/expected_markov_order1_simulated.csv`);
      const lost = new Map(
        csv(`${FOLDER}/expected_removal_effects_order1.csv`).map((row) => [row.channel_name, row]),
      );
      const off = (ours: number | undefined, theirs: string | undefined) =>
        Math.abs((ours ?? NaN) / Number(theirs) - 1);
      for (const { channel_name: channel = '', total_conversions, total_conversion_value } of simulated) {
        const tolerance = mayBeOff(Number(total_conversions));
        const total = totals.get(channel);
        const effect = effects.get(channel);
        const theirs = lost.get(channel);
        expect(off(total?.conversions, total_conversions)).toBeLessThan(tolerance);
        expect(off(total?.value, total_conversion_value)).toBeLessThan(2 * tolerance);
        expect(off(effect?.conversions, theirs?.removal_effects_conversion)).toBeLessThan(tolerance);
        expect(off(effect?.value, theirs?.removal_effects_conversion_value)).toBeLessThan(2 * tolerance);
        noted(suite, `markov ${channel}`, true);
      }
    });

    it('Markov’s removal effects are exactly those of their transition matrix', () => {
      const names = csv(`${FOLDER}/expected_heuristic.csv`).map((row) => row.channel_name ?? '');
      const nameOf = (cell: string) => names[Number(cell) - 1] ?? cell;
      const matrix = csv(`${FOLDER}/expected_transition_matrix_order1.csv`).map((row) => ({
        from: nameOf(row.channel_from ?? ''),
        to: nameOf(row.channel_to ?? ''),
        chance: Number(row.transition_probability),
      }));
      const effects = tallied(new MarkovTally(1), table()).removalEffects();
      expect(effects.map(({ channel }) => channel).sort()).toEqual(names.toSorted());
      for (const { channel, conversions } of effects) {
        expect(conversions).toBeCloseTo(lostByMatrix(matrix, names, channel), 10);
        noted(suite, `matrix ${channel}`, true);
      }
    });
  });

  describe('small vectors', () => {
    const suite = 'small vectors';
    interface Vector {
      model: string;
      paths: string[];
      conversions: number[];
      nulls?: number[];
      expected: Record<string, number> & { channels?: string[] };
    }
    const MODEL_OF: Record<string, Model> = {
      first_touch: 'first_click',
      last_touch: 'last_click',
      linear: 'linear',
      position_based: 'position_based',
      shapley: 'shapley',
      degenerate_paths: 'linear',
    };

    it('are met, each model by its own name for it', () => {
      for (const vector of jsonLines('small_vectors/mta_unit_vectors.jsonl') as unknown as Vector[]) {
        const { model, paths, conversions, nulls = [], expected } = vector;
        const ours = MODEL_OF[model];
        if (!ours) throw new Error(`no model for ${model}`);
        const rows = paths.map((path, index) => [
          path,
          String(conversions[index]),
          String(nulls[index] ?? 0),
        ]);
        const totals = totalsOf(ours, tableOf([['path', 'conversions', 'null'], ...rows]));
        const same = expected.channels
          ? [...totals.keys()].sort().join() === expected.channels.join()
          : [...totals.keys(), ...Object.keys(expected)].every((channel) =>
              close(totals.get(channel)?.conversions ?? 0, expected[channel] ?? 0),
            );
        noted(suite, `${model} ${paths.join(', ')}`, same);
      }
    });

    it('of one journey worked out by hand are met, touch by touch', () => {
      const [example, definitions] = jsonLines('small_vectors/worked_examples.jsonl') as unknown as [
        {
          value: number;
          touches: { id: string; day: number; channel: string }[];
          conversion_day: number;
          expected: Record<string, Record<string, number>>;
        },
        { definitions: Record<string, string> },
      ];
      const { value, touches, conversion_day: orderDay, expected } = example;
      const MODEL_OF_EXAMPLE: Record<string, [RuleModel, tolerance: number]> = {
        first: ['first_click', 0],
        last: ['last_click', 0],
        last_non_direct: ['last_click', 0],
        linear: ['linear', 0],
        time_decay_half_life_7d_rounded: ['time_decay', 5],
        position_40_20_40: ['position_based', 0],
      };
      for (const [name, theirs] of Object.entries(expected)) {
        const [model, tolerance] = MODEL_OF_EXAMPLE[name] ?? [];
        if (!model) throw new Error(`no model for ${name}`);
        const end = touches.findLastIndex(({ channel }) => channel !== 'direct') + 1;
        const path = model === 'last_click' ? touches.slice(0, end) : touches;
        const weights = weightsOf[model](
          path.map(({ day }) => (day - orderDay) * 86_400_000),
          7,
        );
        const amounts = amountsOf(weights, BigInt(value)).map(Number);
        expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(value);
        const same = touches.every(
          ({ id }, index) => Math.abs((amounts[index] ?? 0) - (theirs[id] ?? 0)) <= (tolerance ?? 0),
        );
        noted(suite, `worked example: ${name}`, same);
      }
      for (const [name, words] of Object.entries(definitions.definitions)) {
        expect(RULE_MODELS).toContain(name);
        noted(suite, `definition: ${words}`, true);
      }
    });
  });

  describe('Snowplow fractribution', () => {
    const FOLDER = 'snowplow_fractribution/snowplow_fractribution';

    it('last touch and what it calls Shapley', () => {
      const summary = parse(text(`${FOLDER}_path_summary_expected.csv`));
      const table = tableOf(summary);
      const MODEL_OF: Record<string, Model> = { last_touch: 'last_click', shapley: 'shapley' };
      for (const row of csv(`${FOLDER}_channel_attribution_expected.csv`)) {
        const { ATTRIBUTION_TYPE: type = '', CHANNEL: channel = '', CONVERSIONS, REVENUE } = row;
        const total = totalsOf(MODEL_OF[type] ?? 'linear', table).get(channel);
        const same =
          close(total?.conversions ?? NaN, Number(CONVERSIONS)) &&
          close(total?.value ?? NaN, Number(REVENUE));
        noted('Snowplow fractribution, totals', `${type} ${channel}`, same);
      }
      // Its last touch counts direct visits; ours over the same paths without that rule is the same.
      const plain = tallied(tallyOf('last_click', { split: inProportion, order: 1 }), table).totals();
      for (const row of csv(`${FOLDER}_channel_attribution_expected.csv`)) {
        if (row.ATTRIBUTION_TYPE !== 'last_touch') continue;
        const total = plain.find(({ channel }) => channel === row.CHANNEL);
        expect(total?.conversions).toBe(Number(row.CONVERSIONS));
        expect(total?.value).toBeCloseTo(Number(row.REVENUE), 9);
      }
    });

    it('the paths that it makes of paths', () => {
      for (const kind of ['conversion', 'non_conversion']) {
        for (const { path = '', transformed_path: theirs } of csv(
          `${FOLDER}_paths_to_${kind}_expected.csv`,
        )) {
          const [journeys] = tableOf([['path'], [path]]);
          const steps = journeys?.channels ?? [];
          noted('Snowplow fractribution, paths', path, steps.join(' > ') === theirs);
          expect(steps.filter((step, index) => step !== steps[index - 1]).join(' > ')).toBe(theirs);
        }
      }
    });
  });

  describe('the W3C’s Attribution API', () => {
    interface Impression {
      at: number;
      index: number;
      priority: number;
      days: number;
      sites: string[] | undefined;
      caller: string;
    }
    interface Event {
      seconds: number;
      site: string;
      intermediarySite?: string;
      event: string;
      options: {
        histogramIndex?: number;
        histogramSize?: number;
        priority?: number;
        lifetimeDays?: number;
        conversionSites?: string[];
        impressionCallers?: string[];
        value?: number;
        credit?: number[];
      };
      expected?: number[];
    }
    const siteOf = (host: string) => host.split('.').slice(-2).join('.');
    const NAMES = ['basic', 'conversion-sites', 'credit-longer-than-impressions', 'expiry'];
    const MORE = ['impression-callers', 'multi-touch-divides-evenly', 'no-matching-impression', 'priority'];

    it.each([...NAMES, ...MORE])('%s: whole parts by its credit, within its lifetime', (name) => {
      const { events } = JSON.parse(text(`w3c_attribution_e2e/${name}.json`)) as { events: Event[] };
      const impressions: Impression[] = [];
      for (const { seconds, site, intermediarySite, event, options, expected } of events) {
        if (event === 'saveImpression') {
          impressions.push({
            at: seconds * 1_000,
            index: options.histogramIndex ?? 0,
            priority: options.priority ?? 0,
            days: options.lifetimeDays ?? 30,
            sites: options.conversionSites?.map(siteOf),
            caller: intermediarySite ?? site,
          });
          continue;
        }
        const callers = options.impressionCallers?.map(siteOf);
        const { credit = [1], value = 1 } = options;
        const path = impressions
          .filter(({ at, days }) => isWithinWindow(at, seconds * 1_000, days))
          .filter(
            ({ sites, caller }) => (sites?.includes(site) ?? true) && (callers?.includes(caller) ?? true),
          )
          .sort((a, b) => b.priority - a.priority || b.at - a.at)
          .slice(0, credit.length);
        const histogram = Array.from({ length: options.histogramSize ?? 0 }, () => 0);
        // Shares in halves are whole numbers after doubling.
        const weights = sharing(credit.slice(0, path.length).map((share) => share * 2));
        const amounts = path.length > 0 ? amountsOf(weights, BigInt(value)) : [];
        path.forEach(({ index }, position) => {
          histogram[index] = (histogram[index] ?? 0) + Number(amounts[position]);
        });
        expect(histogram).toEqual(expected);
        noted('W3C', `${name} at ${seconds}`, true);
      }
    });
  });

  it('the dbt playbook: its SQL’s four rules over its sessions, each conversion to the cent', () => {
    const sessions = csv('dbt_attribution_playbook/sessions.csv');
    const THEIRS: Record<string, (index: number, count: number) => number> = {
      first_click: (index) => (index === 0 ? 1 : 0),
      last_click: (index, count) => (index === count - 1 ? 1 : 0),
      linear: (_, count) => 1 / count,
      position_based: (index, count) =>
        count === 1 ? 1 : count === 2 ? 0.5 : index === 0 || index === count - 1 ? 0.4 : 0.2 / (count - 2),
    };
    for (const { customer_id, converted_at = '', revenue } of csv(
      'dbt_attribution_playbook/customer_conversions.csv',
    )) {
      const path = sessions.filter(
        (session) =>
          session.customer_id === customer_id &&
          isWithinWindow(Date.parse(session.started_at ?? ''), Date.parse(converted_at), 30) &&
          Date.parse(session.started_at ?? '') <= Date.parse(converted_at),
      );
      if (path.length === 0) continue;
      const cents = Number(revenue) * 100;
      for (const [model, share] of Object.entries(THEIRS)) {
        const weights = weightsOf[model as RuleModel](
          path.map(() => 0),
          7,
        );
        const amounts = amountsOf(weights, BigInt(cents)).map(Number);
        expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(cents);
        amounts.forEach((amount, index) => {
          expect(Math.abs(amount - share(index, path.length) * cents)).toBeLessThan(1);
        });
        noted('dbt playbook', `${model} ${customer_id}`, true);
      }
    }
    expect(ran['dbt playbook']).toBeGreaterThan(0);
  });

  it('differs in what is named as a difference, and in nothing else', () => {
    const named = Object.fromEntries(
      Object.entries(differences).map(([suite, reasons]) => [suite, Object.values(reasons).flat().sort()]),
    );
    const differing = Object.fromEntries(
      Object.entries(found).map(([suite, names]) => [suite, [...new Set(names)].sort()]),
    );
    expect(differing).toEqual(named);
  });
};

if (existsSync(DATA)) describe('conformance', conformance);
else
  it('compares nothing where the tables of others do not lie beside the project', () => {
    console.log('conformance: 0 cases ran');
    expect(existsSync(DATA)).toBe(false);
  });

import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { weightsOf } from '~/attribution/credit';
import { type Model, RULE_MODELS, type RuleModel } from '~/attribution/facts';
import { MarkovTally } from '~/attribution/models/markov';
import { amountsOf } from '~/attribution/models/weights';
import { tallied } from '#test/support/journeys-factory.ts';
import { lostByMatrix } from '#test/support/transition-matrix.ts';
import { againstTables, close, csv, DATA, jsonLines, tableOf, totalsOf } from './public-tables';

againstTables('tables of models', ['ChannelAttribution', 'small vectors'], (noted) => {
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
});

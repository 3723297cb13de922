import { CsvError } from 'csv-parse';
import { parseArgs } from 'node:util';
import { parsed, WrongArguments } from '~/commands/run-command';
import { csvRows } from '~/lib/csv-rows';
import { seededRandom } from '~/lib/seeded-random';
import { DATA_DRIVEN_MODELS, MODELS, type Model } from '~/attribution/facts';
import { bootstrapIntervals, ROUNDS } from '~/attribution/models/bootstrap';
import { DataVolume } from '~/attribution/models/enough-data';
import type { Journeys, Tally } from '~/attribution/models/journeys';
import { MarkovTally } from '~/attribution/models/markov';
import { inProportion, inWholeUnits } from '~/attribution/models/rule-tally';
import { tallyOf } from '~/attribution/models/tally-of';
import { WrongTable } from '~/attribution/tables/cells';
import { JourneyTable } from '~/attribution/tables/journey-table';
import { withoutLateDirect } from '~/attribution/tables/late-direct';
import { pathReader } from '~/attribution/tables/path-table';
import { resultTable } from '~/attribution/tables/result-table';

const USAGE = `usage: npm run -s attribute -- --model M [options] < paths.csv

Reads a table of paths (columns path, conversions, value, null; " > " between touches) or, with --journeys, of touches
(columns order_id, value, touch_at, order_at, channel), and prints what each channel earned: channel,conversions,value.

  --model M       ${MODELS.join(', ')}
  --journeys      one row for each touch, in any order
  --window D      with --journeys: only touches at most D days before their order
  --half-life D   of time_decay, in days; 7
  --order N       of markov, how many touches are remembered: 1 to 4; 1
  --currency C    the value is money, such as EUR: shared in whole minor units that add up
  --intervals     of markov and shapley: 95 % intervals beside each figure
  --seed N        of the chance that draws them; 1
  --help          this text
`;

interface Wanted {
  model: Model;
  journeys: boolean;
  windowDays: number | undefined;
  halfLifeDays: number | undefined;
  order: number;
  currency: string | undefined;
  intervals: boolean;
  seed: number;
}

/**
 * `npm run attribute`: what each channel earned under a model, from a table of others. The table goes through as a stream:
 * of paths nothing is kept that the model does not need. Exit code 2 on wrong arguments or a table that cannot be read.
 */
async function main(): Promise<void> {
  const wanted = argumentsOf(process.argv.slice(2));
  const { model, currency } = wanted;
  if (wanted.windowDays !== undefined && !wanted.journeys)
    say('a table of paths has no times, so the window changes nothing');
  const split = currency === undefined ? inProportion : inWholeUnits;
  const newTally = () => {
    const tally = tallyOf(model, { split, halfLifeDays: wanted.halfLifeDays, order: wanted.order });
    return model === 'last_click' ? withoutLateDirect(tally) : tally;
  };
  const tally = newTally();
  const volume = new DataVolume();
  const kept: Journeys[] = [];
  let nobodys = 0;
  for await (const some of journeysIn(process.stdin, wanted)) {
    tally.add(some);
    volume.add(some);
    if (wanted.intervals) kept.push(some);
    if (some.channels.length === 0) nobodys += some.conversions;
  }
  refuseEndless(tally, wanted);
  const intervals = wanted.intervals
    ? bootstrapIntervals(kept, newTally, seededRandom(wanted.seed))
    : undefined;
  process.stdout.write(resultTable(tally.totals(), currency, intervals));
  if (nobodys > 0) say(`${nobodys} conversions without a touch are no channel's`);
  const tooFew = isDataDriven(model) ? volume.tooFew() : undefined;
  if (tooFew) say(tooFew);
}

/** Steps times channels, at each round of chance anew, that take some minutes. */
const WORK_AT_MOST = 500_000_000;

function refuseEndless(tally: Tally, { intervals }: Wanted): void {
  if (!(tally instanceof MarkovTally) || tally.work * (intervals ? ROUNDS : 1) <= WORK_AT_MOST) return;
  throw new WrongTable(
    `too many channels for markov: it could be at work for hours; give rare channels one name${intervals ? ', or leave out --intervals' : ''}`,
  );
}

async function* journeysIn(input: AsyncIterable<Buffer>, wanted: Wanted): AsyncGenerator<Journeys> {
  const rows = csvRows(input);
  const first = await rows.next();
  if (first.done) throw new WrongTable('no header', 1);
  if (!wanted.journeys) {
    const read = pathReader(first.value, wanted.currency);
    for await (const row of rows) yield read(row);
    return;
  }
  const table = new JourneyTable(first.value, wanted.currency);
  for await (const row of rows) table.add(row);
  yield* table.journeys(wanted.windowDays);
}

function argumentsOf(args: string[]): Wanted {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parsed(() =>
    parseArgs({
      args,
      options: {
        model: text,
        journeys: flag,
        window: text,
        'half-life': text,
        order: text,
        currency: text,
        intervals: flag,
        seed: text,
        help: { ...flag, short: 'h' },
      },
    }),
  );
  if (values.help) {
    process.stdout.write(USAGE);
    process.exit(0);
  }
  const model = modelOf(values.model);
  if (model === 'time_decay' && !values.journeys)
    throw new WrongArguments('time_decay needs the times of touches: --journeys');
  if (values.intervals && !isDataDriven(model)) throw new WrongArguments(`${model} has no intervals`);
  if (values.currency !== undefined && !/^[A-Z]{3}$/.test(values.currency))
    throw new WrongArguments('--currency is a code of three capital letters, such as EUR');
  const order = numberOf('--order', values.order) ?? 1;
  if (![1, 2, 3, 4].includes(order)) throw new WrongArguments('--order is 1, 2, 3 or 4');
  return {
    model,
    journeys: values.journeys,
    windowDays: numberOf('--window', values.window),
    halfLifeDays: numberOf('--half-life', values['half-life']),
    order,
    currency: values.currency,
    intervals: values.intervals,
    seed: numberOf('--seed', values.seed) ?? 1,
  };
}

/** `last-click` and `Last Click` are last_click. */
function modelOf(name: string | undefined): Model {
  if (name === undefined) throw new WrongArguments('--model is needed');
  const wanted = name.toLowerCase().replaceAll(/[\s-]+/g, '_');
  const model = MODELS.find((each) => each === wanted);
  if (!model) throw new WrongArguments(`--model is one of ${MODELS.join(', ')}, not ${name}`);
  return model;
}

const isDataDriven = (model: Model) => DATA_DRIVEN_MODELS.some((each) => each === model);

function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number)))
    throw new WrongArguments(`${option} is a number above 0, not ${text}`);
  return number;
}

const say = (line: string) => process.stderr.write(`attribute: ${line}\n`);

try {
  await main();
} catch (error) {
  const wrong = error instanceof WrongArguments;
  if (!wrong && !(error instanceof WrongTable) && !(error instanceof CsvError)) throw error;
  say(error.message);
  if (wrong) process.stderr.write(`\n${USAGE}`);
  process.exitCode = 2;
}

import { parseArgs } from 'node:util';
import { parsed, WrongArguments } from '~/commands/run-command';
import { BrokenArchive } from '~/attribution/archive/archive';
import { type Difference, sentenceOf } from '~/attribution/archive/difference';
import { type Recomputed, recomputeArchive } from '~/attribution/archive/recompute-archive.server';

const USAGE = 'usage: npm run -s recompute -- DIR [--json]';

/** So many differences are in the JSON; all are counted. */
const TOLD_AT_MOST = 1_000;

/**
 * `npm run recompute`: decides every order of an exported archive anew, from the archive alone, and compares each credit.
 * Prints the differences and a summary. Exit code 0 where nothing differs, 1 where a credit does, 2 on wrong arguments or
 * an archive that is damaged, cut short or of another version, 3 where anything else goes wrong.
 */
async function main(): Promise<number> {
  const { folder, json } = argumentsOf(process.argv.slice(2));
  const told: Difference[] = [];
  const result = await recomputeArchive(folder, (difference) => {
    if (!json) process.stdout.write(`${sentenceOf(difference)}\n`);
    else if (told.length < TOLD_AT_MOST) told.push(difference);
  });
  const { takenAt, differences, ...summary } = result;
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...summary, takenAt, differences: { count: differences, first: told } }, null, 2)}\n`
      : inWords(result),
  );
  for (const file of result.altered) say(`${file} is not as it was exported`);
  if (differences > 0) return 1;
  return result.altered.length > 0 ? 2 : 0;
}

function inWords({ shop, takenAt, orders, credits, differences }: Recomputed): string {
  const { evidence, touches, waiting, undecided } = orders;
  const lines = [
    `${shop} as of ${takenAt.toISOString()}`,
    `${evidence + touches + waiting + undecided} orders: ${evidence} recomputed from their evidence, ${touches} from their touches`,
    `${waiting + undecided} not compared: ${waiting} to be decided anew, ${undecided} never decided`,
    `${credits} credits compared, ${differences} ${differences === 1 ? 'difference' : 'differences'}`,
  ];
  return `${lines.join('\n')}\n`;
}

function argumentsOf(args: string[]): { folder: string; json: boolean } {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args,
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    }),
  );
  const [folder, ...more] = positionals;
  if (!folder || more.length > 0) throw new WrongArguments('one folder is needed');
  return { folder, json: values.json };
}

const say = (line: string) => process.stderr.write(`recompute: ${line}\n`);

async function exitCode(): Promise<number> {
  try {
    return await main();
  } catch (error) {
    const wrong = error instanceof WrongArguments;
    if (!wrong && !(error instanceof BrokenArchive)) {
      say(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return 3;
    }
    say(error.message);
    if (wrong) process.stderr.write(`${USAGE}\n`);
    return 2;
  }
}

process.exitCode = await exitCode();

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RULE_MODELS } from '~/attribution/facts';
import type { Journeys } from '~/attribution/models/journeys';
import { MarkovTally } from '~/attribution/models/markov';
import { inWholeUnits, RuleTallies } from '~/attribution/models/rule-tally';
import { ShapleyTally } from '~/attribution/models/shapley';
import { seededRandom } from '~/lib/seeded-random';
import { atLeast, atMost, type Result, told } from '../bench.ts';

const ORDERS = 1_000_000;
const BATCH = 10_000;
const MOST_TOUCHES = 12;
const CHANNELS = [
  ...['email', 'sms', 'whatsapp', 'link', 'organic search', 'paid search', 'paid social', 'organic social'],
  ...['referral', 'affiliates', 'display', 'ai assistant'],
];
const DAY_MS = 86_400_000;
const MIB = 2 ** 20;

/** Seconds that each part has worked, of one core: what else runs on the machine is not in it. */
interface Work {
  rules: number;
  markov: number;
  shapley: number;
}

/** Every model over the same million orders of 1 to 12 touches, made batch by batch: making them is not measured. */
export function modelResults(progress: (line: string) => void): Result[] {
  const random = seededRandom(1);
  const rules = new RuleTallies(RULE_MODELS, inWholeUnits);
  const markov = new MarkovTally(1);
  const shapley = new ShapleyTally();
  const work: Work = { rules: 0, markov: 0, shapley: 0 };
  const measured = (part: keyof Work, does: () => unknown) => {
    const before = process.cpuUsage();
    does();
    const { user, system } = process.cpuUsage(before);
    work[part] += (user + system) / 1e6;
  };

  let touches = 0;
  let tenth = { markov: 0, touches: 0, memory: 0 };
  for (let done = BATCH; done <= ORDERS; done += BATCH) {
    const batch = Array.from({ length: BATCH }, () => someOrder(random));
    touches += batch.reduce((sum, { channels }) => sum + channels.length, 0);
    measured('rules', () => batch.forEach((order) => rules.add(order)));
    measured('markov', () => batch.forEach((order) => markov.add(order)));
    measured('shapley', () => batch.forEach((order) => shapley.add(order)));
    if (done === ORDERS / 10) tenth = { markov: work.markov, touches, memory: liveMemory() };
    if (done % (ORDERS / 10) === 0)
      progress(`${done} orders, ${touches} touches: ${(done / work.rules).toFixed(0)} orders/s by rules`);
  }
  const memory = liveMemory() - tenth.memory;
  const perTouch = work.markov / touches / (tenth.markov / tenth.touches);
  measured('rules', () => RULE_MODELS.map((model) => rules.totals(model)));
  measured('markov', () => markov.totals());
  measured('shapley', () => shapley.totals());
  progress(`Markov ${work.markov.toFixed(2)} s, Shapley ${work.shapley.toFixed(2)} s`);

  return [
    told('orders', ORDERS, 'orders'),
    told('touches', touches, 'touches'),
    atLeast(`${RULE_MODELS.length} rules in one pass`, ORDERS / work.rules, 200_000, 'orders/s of one core'),
    atMost('Markov order 1', work.markov, 5, 's'),
    atMost(
      'Markov order 1: time per touch over that of the first tenth',
      perTouch,
      1.5,
      'ratio, 1 is linear',
    ),
    atMost(`Shapley with ${CHANNELS.length} channels`, work.shapley, 5, 's'),
    atMost('memory that the last nine tenths add', memory / MIB, 64, 'MiB'),
  ];
}

function someOrder(random: () => number): Journeys {
  const length = 1 + Math.floor(random() * MOST_TOUCHES);
  const channels = Array.from({ length }, () => CHANNELS[Math.floor(random() * CHANNELS.length)] ?? '');
  const times = Array.from({ length }, () => Math.floor(random() * 30 * DAY_MS)).sort((a, b) => a - b);
  return { channels, times, conversions: 1, value: 500 + Math.floor(random() * 50_000), nulls: 0 };
}

/** Bytes of what is still in use. */
function liveMemory(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

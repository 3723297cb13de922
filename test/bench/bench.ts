import { cpus, totalmem } from 'node:os';

export interface Result {
  name: string;
  value: number;
  unit: string;
  /** What the value must be, as text such as `>= 5`; absent where it is only told. */
  goal?: string;
  met?: boolean;
}

export type Bench = (progress: (line: string) => void) => Promise<Result[]>;

/** A result that must be at least so much. */
export function atLeast(name: string, value: number, goal: number, unit: string): Result {
  return { name, value: rounded(value), unit, goal: `>= ${goal}`, met: value >= goal };
}

/** A result that must be at most so much. */
export function atMost(name: string, value: number, goal: number, unit: string): Result {
  return { name, value: rounded(value), unit, goal: `<= ${goal}`, met: value <= goal };
}

/** A result that is told without a goal. */
export function told(name: string, value: number, unit: string): Result {
  return { name, value: rounded(value), unit };
}

/** Counts stay exact. */
const rounded = (value: number) => (Number.isInteger(value) ? value : Number(value.toPrecision(4)));

/** The median time of one call in milliseconds, over rounds of at least `milliseconds` each, after a warm-up. */
export function timeOf(work: () => unknown, milliseconds = 300, rounds = 5): number {
  const round = (): number => {
    let calls = 0;
    const started = performance.now();
    do {
      work();
      calls += 1;
    } while (performance.now() - started < milliseconds);
    return (performance.now() - started) / calls;
  };
  round();
  return median(Array.from({ length: rounds }, round));
}

/** The middle value, or the higher one of two in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Runs a bench and prints its one JSON object; the exit code is 1 where a goal is not met. */
export async function runBench(name: string, bench: Bench): Promise<void> {
  const results = await bench((line) => console.error(line));
  const ok = results.every((result) => result.met !== false);
  const machine = {
    cpus: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
  };
  console.log(JSON.stringify({ bench: name, machine, results, ok }));
  process.exitCode = ok ? 0 : 1;
}

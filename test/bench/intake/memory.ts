import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { type RunningApp, startApp } from '../../support/running-app.ts';
import { atMost, median, type Result, told } from '../bench.ts';
import type { DatabaseServer } from '../database-server.ts';
import { openStage } from './stage.ts';

const MINUTES = Number(process.env.BENCH_MINUTES ?? 10);
/** What a process allocates in its first tenth, caches and compiled code, it keeps. */
const WARM_UP_SHARE = 0.1;
const LOOKS = 120;

/** The app's memory while all doors are asked as fast as they answer, a worker running beside. */
export async function memory(server: DatabaseServer, progress: (line: string) => void): Promise<Result[]> {
  const stage = await openStage(server);
  const worker = await startApp(stage.environment, ['--worker-only']);
  try {
    progress(`memory: ${MINUTES} minutes at full rate`);
    const loading = stage.load({
      base: stage.app.url,
      doors: ['click', 'pixel', 'webhook', 'click'],
      connections: 64,
      until: { seconds: MINUTES * 60 },
      firstOrder: 1,
      distinctOrders: 20_000,
      pixelsOf: 'all shops',
      keepClicks: false,
    });
    const looks: { minute: number; app: number; worker: number }[] = [];
    for (let look = 1; look <= LOOKS; look += 1) {
      await wait((MINUTES * 60_000) / LOOKS);
      const minute = (look * MINUTES) / LOOKS;
      looks.push({ minute, app: await megabytesOf(stage.app), worker: await megabytesOf(worker) });
    }
    const report = await loading;
    const after = looks.slice(Math.floor(LOOKS * WARM_UP_SHARE));
    const results = [told('memory: requests', report.perSecond, 'per second')];
    for (const [name, of] of [
      ['the doors', 'app'],
      ['the worker', 'worker'],
    ] as const) {
      const [start, end] = [
        median(after.slice(0, 5).map((look) => look[of])),
        median(after.slice(-5).map((look) => look[of])),
      ];
      progress(`memory: ${name} from ${start.toFixed(0)} to ${end.toFixed(0)} MB`);
      results.push(
        told(`memory: ${name} after the warm-up`, start, 'MB RSS'),
        told(`memory: ${name} at the end`, end, 'MB RSS'),
        atMost(`memory: ${name}, the end over the start`, end / start, 1.2, 'ratio'),
        told(
          `memory: ${name}, slope`,
          slopeOf(after.map((look) => [look.minute, look[of]])),
          'MB per minute',
        ),
      );
    }
    return results;
  } finally {
    await worker.stop();
    await stage.end();
    await server.drop(stage.databaseUrl);
  }
}

/** What a process has in memory, as Linux counts it. */
async function megabytesOf({ process: { pid } }: RunningApp): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024;
}

/** By least squares. */
function slopeOf(points: [number, number][]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const product = mean(points.map(([at, value]) => (at - x) * (value - y)));
  return product / mean(points.map(([at]) => (at - x) ** 2));
}

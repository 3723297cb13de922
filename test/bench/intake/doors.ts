import { freePort } from '../../support/running-app.ts';
import { atLeast, atMost, median, type Result, told } from '../bench.ts';
import { endChild, startChild } from '../child-process.ts';
import type { DatabaseServer } from '../database-server.ts';
import { openStage, type Stage } from './stage.ts';
import { answersIn, type Door, type LoadReport } from './traffic.ts';

const CONNECTIONS = [16, 64];
const ROUNDS = 3;
const SECONDS = 4;
const WARM_UP_SECONDS = 2;

/** Where a door's rows are, ours and the reference's. */
const TABLES: Record<Door, { ours: string; reference: string }> = {
  webhook: { ours: 'webhook_receipt', reference: 'reference_webhook' },
  pixel: { ours: 'pixel_receipt', reference: 'reference_pixel' },
  click: { ours: 'click', reference: 'reference_click' },
};
const STATUS: Record<Door, number> = { webhook: 200, pixel: 204, click: 302 };

const SIDES = ['ours', 'immediate', 'grouped'] as const;
type Side = (typeof SIDES)[number];

/** Each door against the reference, in turns, at each number of connections. */
export async function doors(server: DatabaseServer, progress: (line: string) => void): Promise<Result[]> {
  const results: Result[] = [];
  for (const door of ['webhook', 'pixel', 'click'] as const) {
    const stage = await openStage(server);
    try {
      results.push(...(await measureDoor(stage, door, progress)));
    } finally {
      await stage.end();
      await server.drop(stage.databaseUrl);
    }
  }
  return results;
}

async function measureDoor(stage: Stage, door: Door, progress: (line: string) => void): Promise<Result[]> {
  const port = await freePort();
  const reference = await startChild(new URL('reference-server.ts', import.meta.url), stage.environment, [
    String(port),
  ]);
  const bases: Record<Side, string> = {
    ours: stage.app.url,
    immediate: `http://127.0.0.1:${port}/immediate`,
    grouped: `http://127.0.0.1:${port}/grouped`,
  };
  const answered = { ours: 0, reference: 0 };
  let firstOrder = 1;
  const measure = async (side: Side, connections: number, seconds: number): Promise<LoadReport> => {
    const report = await stage.load({
      base: bases[side],
      doors: [door],
      connections,
      until: { seconds },
      firstOrder,
      distinctOrders: 1_000,
      pixelsOf: 'all shops',
      keepClicks: false,
    });
    const wrong = Object.keys(report.statuses).filter((status) => Number(status) !== STATUS[door]);
    if (wrong.length > 0) throw new Error(`the ${door} door (${side}) answered ${wrong.join(', ')}`);
    answered[side === 'ours' ? 'ours' : 'reference'] += answersIn(report);
    firstOrder += answersIn(report);
    return report;
  };

  const results: Result[] = [];
  try {
    for (const side of SIDES) await measure(side, Math.max(...CONNECTIONS), WARM_UP_SECONDS);
    for (const connections of CONNECTIONS) {
      const rounds: Record<Side, LoadReport[]> = { ours: [], immediate: [], grouped: [] };
      for (let round = 0; round < ROUNDS; round += 1)
        for (const side of SIDES) rounds[side].push(await measure(side, connections, SECONDS));
      const [ours, immediate, grouped] = SIDES.map((side) => middleOf(rounds[side]));
      if (!ours || !immediate || !grouped) throw new Error('a round is missing');
      const best = immediate.perSecond > grouped.perSecond ? immediate : grouped;
      const name = `${door}, ${connections} connections`;
      progress(
        `${name}: ${said(ours)}; reference ${said(best)}, ${best === grouped ? 'grouped' : 'immediate'} inserts`,
      );
      results.push(
        atLeast(`${name}: requests over the reference's`, ours.perSecond / best.perSecond, 0.8, 'ratio'),
        atMost(`${name}: p99 over the reference's`, ours.p99 / best.p99, 2, 'ratio'),
        told(`${name}: requests`, ours.perSecond, 'per second'),
        told(`${name}: requests of the reference`, best.perSecond, 'per second'),
        told(`${name}: p99`, ours.p99, 'ms'),
        told(`${name}: p99 of the reference`, best.p99, 'ms'),
      );
    }
    for (const whose of ['ours', 'reference'] as const) {
      const { rows } = await stage.database.query<{ count: number }>(
        `SELECT count(*)::int FROM ${TABLES[door][whose]}`,
      );
      const missing = answered[whose] - (rows[0]?.count ?? 0);
      results.push(atMost(`${door}: answered and not stored, ${whose}`, Math.abs(missing), 0, 'requests'));
    }
  } finally {
    await endChild(reference);
  }
  return results;
}

const said = ({ perSecond, p99 }: LoadReport) => `${perSecond.toFixed(0)}/s, p99 ${p99.toFixed(1)} ms`;

/** The medians over rounds. */
function middleOf(rounds: LoadReport[]): LoadReport {
  const of = (figure: 'seconds' | 'perSecond' | 'p50' | 'p99') =>
    median(rounds.map((report) => report[figure]));
  return { statuses: {}, seconds: of('seconds'), perSecond: of('perSecond'), p50: of('p50'), p99: of('p99') };
}

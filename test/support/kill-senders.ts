import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { SmtpEnd } from './smtp-end.ts';

export interface KillReport {
  kills: number;
  deliveries: number;
  /** Messages that the provider took more than once. */
  duplicates: number;
  /** Deliveries that the provider never took and that do not say so: not unknown. */
  missing: number;
  /** Deliveries that say that they were sent while the provider has none. */
  invented: number;
  unknown: number;
  /** Of those, how many the provider has. */
  unknownTaken: number;
}

const startSender = (environment: NodeJS.ProcessEnv) =>
  spawn(process.execPath, ['--import', 'tsx', 'test/support/deliver-worker.ts'], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });

/**
 * Has worker processes send what is queued, kills one after the other in the very moment in which the provider took a
 * message, and compares what the provider has with what the deliveries say, once nothing waits any more.
 */
export async function killSenders(
  { kills, deliveries }: { kills: number; deliveries: number },
  end: SmtpEnd,
  database: pg.Pool,
  environment: NodeJS.ProcessEnv,
  progress: (line: string) => void = () => undefined,
): Promise<KillReport> {
  const share = Math.floor(deliveries / (kills + 1));
  for (let kill = 1; kill <= kills; kill += 1) {
    const worker = startSender(environment);
    const exited = once(worker, 'exit');
    // What was in hand at the kills before is lost to the provider: what is left is shared anew.
    const had = [...end.taken.values()].reduce((sum, times) => sum + times, 0);
    await end.total(had + 1 + ((kill * 37) % Math.max(1, Math.floor(share / 2))));
    worker.kill('SIGKILL');
    await exited;
    if (kill % 10 === 0) progress(`kills: ${kill} of ${kills}`);
  }
  const last = startSender(environment);
  const exited = once(last, 'exit');
  const rows = await settledBy(database);
  last.kill('SIGKILL');
  await exited;

  const timesOf = (email: string) => end.taken.get(email) ?? 0;
  const unknown = rows.filter(({ state }) => state === 'unknown');
  return {
    kills,
    deliveries: rows.length,
    duplicates: rows.filter(({ email }) => timesOf(email) > 1).length,
    missing: rows.filter(({ email, state }) => timesOf(email) === 0 && state !== 'unknown').length,
    invented: rows.filter(({ email, state }) => timesOf(email) === 0 && state === 'sent').length,
    unknown: unknown.length,
    unknownTaken: unknown.filter(({ email }) => timesOf(email) > 0).length,
  };
}

/** The deliveries, once none waits or is in hand; a worker that was just killed is noticed by the next that starts. */
async function settledBy(database: pg.Pool): Promise<{ email: string; state: string }[]> {
  for (;;) {
    const { rows } = await database.query<{ email: string; state: string }>(
      `SELECT c.email, d.state FROM delivery d JOIN contact c ON c.shop_id = d.shop_id AND c.id = d.contact_id`,
    );
    if (rows.every(({ state }) => state !== 'queued' && state !== 'sending')) return rows;
    await wait(200);
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** All of the app's settings. */
export interface AppEnvironment extends Record<string, string> {
  NODE_ENV: 'production';
  PORT: string;
}

export interface RunningApp {
  url: string;
  process: ChildProcess;
  /** Everything the app logged, a line each. */
  log: string[];
  /** SIGTERM, then waits; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/**
 * Starts the built app as production would, its requests to Shopify routed to the local one.
 * @param environment all of the app's settings; nothing is inherited but PATH, HOME and the temporary folder. Its log
 *   level must let `info` through, where it says that it is ready
 * @throws Error with the last lines of its log where it ends before it listens
 */
export async function startApp(environment: AppEnvironment, flags: string[] = []): Promise<RunningApp> {
  const child = spawn(
    process.execPath,
    ['--import', './test/shopify/route-to-loopback.mjs', 'build/server/index.js', ...flags],
    {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const leaveNothing = () => child.kill('SIGKILL');
  process.once('exit', leaveNothing);
  child.once('exit', () => process.off('exit', leaveNothing));
  const readyWord = flags.includes('--worker-only') ? '"msg":"worker_started"' : '"msg":"listening"';
  const log: string[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.push(line);
        if (line.includes(readyWord)) resolve();
      });
    }
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`the app ended with ${code}:\n${log.slice(-20).join('\n')}`)),
    );
  });
  await ready;
  return {
    url: `http://127.0.0.1:${environment.PORT}`,
    process: child,
    log,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGTERM');
        await exited;
      }
      return child.exitCode;
    },
  };
}

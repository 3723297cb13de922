import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AppEnvironment } from '../support/running-app.ts';

/** Starts a TypeScript file of the benches as a process of its own, which ends with this one. */
export async function startChild(
  file: URL,
  environment: AppEnvironment,
  args: string[] = [],
): Promise<ChildProcess> {
  return (await startTelling(file, environment, args)).child;
}

/** The same, with what the child said first. */
export async function startTelling<First>(
  file: URL,
  environment: AppEnvironment,
  args: string[] = [],
): Promise<{ child: ChildProcess; first: First }> {
  const child = fork(fileURLToPath(file), args, {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const leaveNothing = () => child.kill('SIGKILL');
  process.once('exit', leaveNothing);
  child.once('exit', () => process.off('exit', leaveNothing));
  return { child, first: await answerOf<First>(child) };
}

/** The next message of a child; the first one says that it is ready. */
export async function answerOf<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const endedFirst = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`a process of the bench ended with ${String(code)}`);
  });
  try {
    const [message] = (await Promise.race([once(child, 'message'), endedFirst])) as [T];
    return message;
  } finally {
    ended.abort();
    endedFirst.catch(() => undefined);
  }
}

export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

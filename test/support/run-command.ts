import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a command of the app as `npm run` would, what it asks of Shopify routed to the local one. */
export async function runCommand(
  name: string,
  args: string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', '--import', './test/shopify/route-to-loopback.mjs'],
      ...[`app/commands/${name}.ts`, ...args],
    ],
    { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment } },
  );
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}

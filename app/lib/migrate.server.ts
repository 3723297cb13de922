import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

/**
 * Brings the database at `url` to the newest migration, as `prisma migrate deploy` does.
 * @throws Error with Prisma's own words where a migration fails.
 */
export async function migrate(url: string): Promise<void> {
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const child = spawn(process.execPath, [cli, 'migrate', 'deploy'], {
    env: {
      NODE_ENV: 'production',
      DATABASE_URL: url,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((done, fail) =>
    child.once('error', fail).once('close', done),
  );
  if (code !== 0) throw new Error(`The database could not be migrated:\n${said.trim()}`);
}

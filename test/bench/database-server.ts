import { randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '~/lib/embedded-postgres.server';

export interface DatabaseServer {
  /** Makes an empty database, or a copy of another one, and returns its URL. */
  create(template?: string): Promise<string>;
  drop(url: string): Promise<void>;
  /** Stops it and starts it again on the same port: `immediate` as if it had crashed. */
  restart(mode: 'fast' | 'immediate'): Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL of the bench's own, as its packages bring it and with its settings as they come, in a folder that `stop` removes. */
export async function startDatabaseServer(log: (line: string) => void): Promise<DatabaseServer> {
  const server = await startEmbeddedPostgres(`.data/bench-${process.pid}`, log);
  const ask = async <Row extends pg.QueryResultRow>(statement: string): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      return (await client.query<Row>(statement)).rows;
    } finally {
      await client.end();
    }
  };
  const [setting] = await ask<{ data_directory: string }>('SHOW data_directory');
  const folder = setting?.data_directory ?? '';
  const nameOf = (url: string) => new URL(url).pathname.slice(1);
  return {
    create: async (template) => {
      const url = new URL(server.url);
      url.pathname = `/bench_${randomBytes(6).toString('hex')}`;
      await ask(
        `CREATE DATABASE ${nameOf(url.href)} ${template ? `TEMPLATE ${nameOf(template)} STRATEGY file_copy` : ''}`,
      );
      return url.href;
    },
    drop: async (url) => {
      await ask(`DROP DATABASE ${nameOf(url)} WITH (FORCE)`);
    },
    restart: async (mode) => {
      const [postgres = ''] = (await readFile(join(folder, 'postmaster.opts'), 'utf8')).split(' ');
      const { uid, gid } = await stat(folder);
      const args = ['-D', folder, '-l', `${folder}/server.log`, '-w', '-m', mode, 'restart'];
      await promisify(execFile)(join(dirname(postgres), 'pg_ctl'), args, { uid, gid, cwd: '/' });
    },
    stop: async () => {
      await server.stop();
      for (const path of [folder, `${folder}.password`]) await rm(path, { recursive: true, force: true });
    },
  };
}

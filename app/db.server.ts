import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { Prisma, PrismaClient } from '#prisma';
import { env } from '~/env.server';
import { startEmbeddedPostgres } from '~/lib/embedded-postgres.server';
import { logger } from '~/lib/logger.server';

export { Prisma } from '#prisma';
export type * from '#prisma';

const embedded = env.DATABASE_URL
  ? undefined
  : await startEmbeddedPostgres(env.EMBEDDED_DATABASE_DIR, (line) =>
      logger.info({ line }, 'embedded_database'),
    );

/** Where the database is: `DATABASE_URL`, or the embedded server that importing this module starts. */
export const databaseUrl = env.DATABASE_URL ?? embedded?.url ?? '';

/**
 * The one pool. A connection that cannot be had within two seconds is an error: Shopify waits five. Prisma writes times
 * in UTC and does not say so: whatever the server's own time zone is, the connections' is UTC. No statement has workers of its
 * own: those that would get some are over before these have begun.
 */
export const pool = new pg.Pool({
  connectionString: databaseUrl,
  max: 20,
  connectionTimeoutMillis: 2_000,
  options: '-c timezone=UTC -c max_parallel_workers_per_gather=0',
});
const lost = (error: Error) => logger.warn({ error: error.message }, 'database_connection_lost');
pool.on('error', lost);
pool.on('connect', (client) => {
  client.on('error', lost);
  client.once('end', () => setTimeout(() => giveBack(client), GIVEN_BACK_AFTER_MS).unref());
});

/** Whoever holds a connection that is lost learns it at once, and gives it back by then if ever. */
const GIVEN_BACK_AFTER_MS = 1_000;
const inUse = new Set<pg.PoolClient>();
pool.on('acquire', (client) => inUse.add(client));
pool.on('release', (_, client) => inUse.delete(client));

/**
 * Prisma does not give back a connection that was lost under a transaction, since it waits for a ROLLBACK that cannot
 * be sent: after a few restarts of the database the pool would be empty for good.
 */
function giveBack(client: pg.PoolClient): void {
  if (!inUse.has(client)) return;
  client.release(true);
  client.release = () => undefined;
}

/** The one Prisma client, over the same pool. */
export const db = new PrismaClient({ adapter: new PrismaPg(pool) });

/** A Prisma client inside or outside a transaction. */
export type Db = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

/**
 * Has the connection of a transaction plan anew what it keeps plans for, such as the check of a foreign key. A plan that
 * was made while a table was all but empty reads all of it for each row; it stays until the table is next analyzed.
 */
export async function forgetPlans(tx: Db): Promise<void> {
  await tx.$executeRaw`DISCARD PLANS`;
}

/** A transaction over many rows may wait for its connection, and has a minute. */
export const MANY_ROWS = { maxWait: 10_000, timeout: 60_000 };

/** Where plain statements run: in Prisma, in a transaction of Prisma's, or in one of `inBatch`. */
export interface Sql {
  $queryRaw<T = unknown>(strings: TemplateStringsArray, ...values: unknown[]): Promise<T>;
  $executeRaw(strings: TemplateStringsArray, ...values: unknown[]): Promise<number>;
}

const { builtins } = pg.types;
const asInPrisma = new pg.TypeOverrides();
asInPrisma.setTypeParser(builtins.INT8, BigInt);
asInPrisma.setTypeParser(
  builtins.TIMESTAMPTZ,
  (text) => new Date(text.replace(' ', 'T').replace('+00', 'Z')),
);

/** Longer than any statement of a batch takes: by then the database is lost. */
const STATEMENT_MS = 60_000;

/**
 * Runs a transaction of few statements over many rows, past Prisma, which takes longer to hand on a row than the
 * database takes to find it; both give the same values. No statement is prepared: PostgreSQL would keep a plan from when
 * there were few rows, and planning is little to a batch.
 */
export function inBatch<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
  return inTransaction('BEGIN', work);
}

/**
 * Reads the database as it stands at the first statement, however long the reading takes and whatever is written
 * meanwhile; otherwise like `inBatch`. Nothing can be written.
 */
export function inSnapshot<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
  return inTransaction('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work);
}

/** Reads rows past Prisma, where there are many; they are the same. */
export async function readRows<Row>(strings: TemplateStringsArray, ...values: unknown[]): Promise<Row[]> {
  const { rows } = await pool.query<pg.QueryResultRow>(plainStatement(strings, values));
  return rows as Row[];
}

function plainStatement(strings: TemplateStringsArray, values: readonly unknown[]) {
  const { text, values: parameters } = Prisma.sql(strings, ...values);
  return { text, values: parameters, types: asInPrisma, query_timeout: STATEMENT_MS };
}

async function inTransaction<T>(begin: string, work: (tx: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const run = (strings: TemplateStringsArray, ...values: unknown[]) =>
    client.query<pg.QueryResultRow>(plainStatement(strings, values));
  const sql: Sql = {
    $queryRaw: async <T>(...statement: Parameters<typeof run>) => (await run(...statement)).rows as T,
    $executeRaw: async (...statement) => (await run(...statement)).rowCount ?? 0,
  };
  try {
    await run`${Prisma.raw(begin)}`;
    const result = await work(sql);
    await run`COMMIT`;
    client.release();
    return result;
  } catch (error) {
    const undone = await run`ROLLBACK`.catch(() => undefined);
    client.release(!undone);
    throw error;
  }
}

const columns = new Map<string, string>();

/** The column of a field: the schema names them alike, in snake_case and in camelCase. */
export function columnOf(field: string): string {
  const known = columns.get(field);
  if (known) return known;
  const column = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  columns.set(field, column);
  return column;
}

/** All columns of a table by the names of their fields, to select rows as Prisma has them. */
export function fieldsOf(fields: Readonly<Record<string, string>>): Prisma.Sql {
  return Prisma.raw(
    Object.keys(fields)
      .map((field) => `${columnOf(field)} AS "${field}"`)
      .join(', '),
  );
}

/**
 * Many rows as one parameter, to select from as from the table itself: `SELECT * FROM ${rowsOf('refund', refunds)}`.
 * @param rows by field name; a column without a field is null
 */
export function rowsOf(table: string, rows: readonly object[]): Prisma.Sql {
  const named = rows.map((row) => {
    const columns: Record<string, unknown> = {};
    for (const [field, value] of Object.entries(row)) {
      if (value !== null) columns[columnOf(field)] = typeof value === 'bigint' ? value.toString() : value;
    }
    return columns;
  });
  return Prisma.sql`json_populate_recordset(NULL::${Prisma.raw(`"${table}"`)}, ${JSON.stringify(named)}::json)`;
}

/** Ends the connections, and the embedded server where this process started it. */
export async function closeDatabase(): Promise<void> {
  await db.$disconnect();
  if (!pool.ended) await pool.end();
  await embedded?.stop();
}

import type { Db } from '~/db.server';
import type { JobName, Jobs } from '~/queue/jobs';

export interface JobOptions {
  /** Not before this moment. */
  runAt?: Date;
  /** At most one waiting job has this key: a later call replaces the earlier one. */
  key?: string;
  maxAttempts?: number;
}

/**
 * Adds a job inside the caller's transaction: it exists when, and only when, the rest of the transaction does.
 * @param tx a Prisma client or transaction
 */
export async function enqueue<Name extends JobName>(
  tx: Pick<Db, '$executeRaw'>,
  name: Name,
  payload: Jobs[Name],
  options: JobOptions = {},
): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM graphile_worker.add_job(
    ${name}::text, payload => ${JSON.stringify(payload)}::json, run_at => ${options.runAt ?? null}::timestamptz,
    job_key => ${options.key ?? null}::text, max_attempts => ${options.maxAttempts ?? null}::int)`;
}

/** Takes back the waiting job of a key, if there is one. */
export async function cancelJob(tx: Pick<Db, '$executeRaw'>, key: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM graphile_worker.remove_job(${key}::text)`;
}

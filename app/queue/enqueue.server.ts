import type { Sql } from '~/db.server';
import type { JobName, Jobs } from '~/queue/jobs';

export interface JobOptions {
  /** Not before this moment. */
  runAt?: Date;
  /** At most one waiting job has this key: a later call replaces the earlier one. */
  key?: string;
}

/**
 * Adds a job inside the caller's transaction: it exists when, and only when, the rest of the transaction does.
 * @param tx the caller's transaction, or the client where there is none
 */
export async function enqueue<Name extends JobName>(
  tx: Sql,
  name: Name,
  payload: Jobs[Name],
  options: JobOptions = {},
): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM graphile_worker.add_job(
    ${name}::text, payload => ${JSON.stringify(payload)}::json, run_at => ${options.runAt ?? null}::timestamptz,
    job_key => ${options.key ?? null}::text)`;
}

/** Adds many jobs of one kind in one statement, inside the caller's transaction. */
export async function enqueueAll<Name extends JobName>(
  tx: Sql,
  name: Name,
  payloads: Jobs[Name][],
): Promise<void> {
  await tx.$executeRaw`SELECT graphile_worker.add_job(${name}::text, payload => job::json)
    FROM jsonb_array_elements(${JSON.stringify(payloads)}::jsonb) AS job`;
}

/** Takes back the waiting job of a key, if there is one. */
export async function cancelJob(tx: Sql, key: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM graphile_worker.remove_job(${key}::text)`;
}

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { startWholeTrail, type WholeTrail } from './whole-trail.ts';

/** The whole trail on an empty database of its own. */
export async function startJourney(): Promise<WholeTrail> {
  const serverUrl = inject('serverUrl');
  const database = `${inject('runName')}_journey_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${database}`);
  await admin.end();
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return startWholeTrail({ database: { url: url.href } });
}

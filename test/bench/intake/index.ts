import type { Bench, Result } from '../bench.ts';
import { buildApp } from '../app-environment.ts';
import { type DatabaseServer, startDatabaseServer } from '../database-server.ts';
import { backlog } from './backlog.ts';
import { doors } from './doors.ts';
import { memory } from './memory.ts';

type Part = (server: DatabaseServer, progress: (line: string) => void) => Promise<Result[]>;

/** Parts of the bench, one after the other on one PostgreSQL. */
const benchOf =
  (...parts: Part[]): Bench =>
  async (progress) => {
    progress('building the app');
    await buildApp();
    const server = await startDatabaseServer(progress);
    try {
      const results: Result[] = [];
      for (const part of parts) results.push(...(await part(server, progress)));
      return results;
    } finally {
      await server.stop();
    }
  };

/** How fast the doors store, how fast the worker works off, and whether memory stays flat. */
export const intake = benchOf(doors, backlog, memory);
export const intakeDoors = benchOf(doors);
export const intakeBacklog = benchOf(backlog);
export const intakeMemory = benchOf(memory);

import { expect, it, vi } from 'vitest';
import { db, inBatch, pool, type Sql } from '~/db.server';

type Transact = (work: (tx: Sql) => Promise<void>) => Promise<void>;

/** Begins a transaction that goes on until it is told to end; resolves with its backend's number. */
function begin(transact: Transact): { backend: Promise<number>; end: () => void; ended: Promise<unknown> } {
  let end = (): void => undefined;
  const until = new Promise<void>((resolve) => (end = resolve));
  let tell: (backend: number) => void = () => undefined;
  const backend = new Promise<number>((resolve) => (tell = resolve));
  const ended = transact(async (tx) => {
    const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    tell(row?.pid ?? 0);
    await until;
    await tx.$executeRaw`SELECT 1`;
  });
  return { backend, end, ended };
}

it.each<[string, Transact]>([
  ['a transaction', (work) => db.$transaction(work)],
  ['a batch', inBatch],
])('connections that are lost under %s are replaced, however many they are', async (_, transact) => {
  for (let round = 0; round < 3; round += 1) {
    const transactions = Array.from({ length: 8 }, () => begin(transact));
    for (const { backend } of transactions)
      await pool.query('SELECT pg_terminate_backend($1)', [await backend]);
    for (const { end } of transactions) end();
    const outcomes = await Promise.allSettled(transactions.map(({ ended }) => ended));
    expect(outcomes.map(({ status }) => status)).toEqual(Array(8).fill('rejected'));
  }
  await vi.waitFor(() => expect(pool.totalCount).toBe(pool.idleCount), { timeout: 10_000 });
  expect(await db.$transaction((tx) => tx.shop.count())).toBe(0);
});

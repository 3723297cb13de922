import { describe, expect, it } from 'vitest';
import { db, pool } from '~/db.server';
import { keepHouse } from '~/jobs/keep-house';
import { unscopedEnsurePartitions } from '~/orders/partition-store.server';

const months = async () => {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
     WHERE nspname = 'part' AND relkind = 'r' AND relname LIKE 'click\\_2%'`,
  );
  return rows.map(({ name }) => name.slice('click_'.length));
};

describe('keeping house', () => {
  it('makes the months ahead before they begin, each once', async () => {
    const now = new Date('2031-11-30T23:59:00Z');
    await unscopedEnsurePartitions(now);
    await unscopedEnsurePartitions(now);
    expect((await months()).filter((month) => month >= '2031')).toEqual(
      expect.arrayContaining(['2031_11', '2031_12', '2032_01', '2032_02']),
    );
  });

  it('gives back the jobs of workers whose process is gone', async () => {
    await db.workerProcess.create({ data: { workerId: 'dead', lockKey: 99n } });
    await keepHouse();
    expect(await db.workerProcess.count()).toBe(0);
  });
});

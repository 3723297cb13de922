import { describe, expect, it, vi } from 'vitest';
import { db, pool } from '~/db.server';
import { countDrop } from '~/tracking/count-drop.server';

const NOW = new Date('2026-11-20T23:59:59Z');

describe('a flood of bad requests', () => {
  it('is counted to the last one, in a few writes', async () => {
    const writes = vi.spyOn(pool, 'query');
    for (let index = 0; index < 10_000; index += 1) {
      countDrop('pixel', index % 2 ? 'malformed' : 'not_json', NOW);
    }
    await vi.waitFor(async () =>
      expect(await db.intakeDrop.findMany({ orderBy: { reason: 'asc' } })).toEqual([
        { day: new Date('2026-11-20T00:00:00Z'), door: 'pixel', reason: 'malformed', count: 5_000 },
        { day: new Date('2026-11-20T00:00:00Z'), door: 'pixel', reason: 'not_json', count: 5_000 },
      ]),
    );
    const statements = writes.mock.calls.filter(([statement]) =>
      JSON.stringify(statement).includes('INSERT INTO intake_drop'),
    );
    expect(statements.length).toBeLessThanOrEqual(2);
    expect(statements.length).toBeGreaterThan(0);
    writes.mockRestore();
  });
});

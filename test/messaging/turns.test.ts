import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeTurns } from '~/messaging/turns';

const version = (shop: number, id: number) => ({ shop, versionId: BigInt(id), channel: 'email' });

describe('turns', () => {
  it('go round the shops, and round the messages of each', () => {
    const due = [version(1, 11), version(1, 12), version(2, 21)];
    const turns = takeTurns();
    const taken = Array.from({ length: 8 }, () => Number(turns.next(due)?.versionId));
    expect(taken).toEqual([11, 21, 12, 21, 11, 21, 12, 21]);
  });

  it('leave nobody waiting for longer than everybody else had one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 40 }), (shops, rounds) => {
        const due = Array.from({ length: shops }, (_, shop) => version(shop, shop));
        const turns = takeTurns();
        const counts = Array<number>(shops).fill(0);
        for (let turn = 0; turn < rounds; turn += 1) {
          const next = turns.next(due);
          if (next) counts[next.shop] = (counts[next.shop] ?? 0) + 1;
        }
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are nobody’s where nothing is due', () => {
    expect(takeTurns().next([])).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { atLeisure, startDrains } from '~/queue/drain.server';

/** A promise and the way to keep it. */
function promise(): { kept: Promise<void>; keep: () => void } {
  let keep = (): void => undefined;
  const kept = new Promise<void>((resolve) => (keep = resolve));
  return { kept, keep };
}

describe('a drain', () => {
  it('takes batch after batch, looks again when nothing waits, and goes on after a failure', async () => {
    const answers = [3, 2, 0, 'failure', 1] as const;
    const seen: unknown[] = [];
    const all = promise();
    const drains = startDrains(
      {
        letters: () => {
          const answer = answers[seen.length];
          seen.push(answer);
          if (seen.length > answers.length) all.keep();
          return answer === 'failure' ? Promise.reject(new Error('no')) : Promise.resolve(answer ?? 0);
        },
      },
      1,
    );
    await all.kept;
    await drains.stop();
    expect(seen.slice(0, answers.length)).toEqual(answers);
  });

  it('has as many batches in hand as it is told, and ends them before it stops', async () => {
    const [begun, end] = [promise(), promise()];
    let [inHand, ended] = [0, 0];
    const drains = startDrains(
      {
        letters: async () => {
          inHand += 1;
          if (inHand === 3) begun.keep();
          await end.kept;
          ended += 1;
          return 1;
        },
      },
      3,
    );
    await begun.kept;
    const stopped = drains.stop();
    end.keep();
    await stopped;
    expect([inHand, ended]).toEqual([3, 3]);
  });

  it('at leisure rests eight times as long as a batch took, unless it was full', async () => {
    let time = 0;
    const sizes = [2, 3, 3, 1];
    const drain = atLeisure(
      () => {
        time += 100;
        return Promise.resolve(sizes.shift() ?? 0);
      },
      3,
      () => time,
    );
    expect(await drain()).toBe(2);
    time = 899;
    expect(await drain()).toBe(0);
    time = 900;
    expect([await drain(), await drain(), await drain()]).toEqual([3, 3, 1]);
    expect(await drain()).toBe(0);
  });
});

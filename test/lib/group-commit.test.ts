import { describe, expect, it } from 'vitest';
import { groupCommit, QueueFull } from '~/lib/group-commit';

/** A write whose groups are finished by hand. */
function heldWrite() {
  const groups: { items: number[]; finish: () => void; fail: (error: Error) => void }[] = [];
  const write = (items: number[]) =>
    new Promise<void>((finish, fail) => {
      groups.push({ items, finish, fail });
    });
  return { groups, write };
}

describe('a group commit', () => {
  it('writes the first item at once and what arrives meanwhile together', async () => {
    const { groups, write } = heldWrite();
    const add = groupCommit(write, { group: 100, waiting: 100 });
    const first = add(1);
    const others = [add(2), add(3)];
    expect(groups.map((group) => group.items)).toEqual([[1]]);
    groups[0]?.finish();
    await first;
    expect(groups.map((group) => group.items)).toEqual([[1], [2, 3]]);
    groups[1]?.finish();
    await Promise.all(others);
  });

  it('has begun the next write by the time it answers, also after a failure', async () => {
    const { groups, write } = heldWrite();
    const add = groupCommit(write, { group: 1, waiting: 100 });
    const [first, second, third] = [add(1), add(2), add(3)];
    groups[0]?.finish();
    await first;
    expect(groups).toHaveLength(2);
    groups[1]?.fail(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    expect(groups).toHaveLength(3);
    groups[2]?.finish();
    await third;
  });

  it('answers each item with the fate of its own group and goes on after a failure', async () => {
    const { groups, write } = heldWrite();
    const add = groupCommit(write, { group: 100, waiting: 100 });
    const first = add(1);
    const second = add(2);
    groups[0]?.fail(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    groups[1]?.finish();
    await expect(second).resolves.toBeUndefined();
  });

  it('never writes more than a group at once', async () => {
    const sizes: number[] = [];
    const add = groupCommit(
      (items: number[]) => {
        sizes.push(items.length);
        return Promise.resolve();
      },
      { group: 4, waiting: 100 },
    );
    await Promise.all(Array.from({ length: 10 }, (_, index) => add(index)));
    expect(Math.max(...sizes)).toBe(4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10);
  });

  it('refuses at once what would wait behind a full queue', async () => {
    const { groups, write } = heldWrite();
    const add = groupCommit(write, { group: 1, waiting: 1 });
    const first = add(1);
    const second = add(2);
    await expect(add(3)).rejects.toThrow(QueueFull);
    groups[0]?.finish();
    await first;
    groups[1]?.finish();
    await second;
  });

  it('refuses what would weigh too much together, until what is being written is stored', async () => {
    const { groups, write } = heldWrite();
    const add = groupCommit(write, { group: 1, waiting: 100, weight: { most: 10, of: (item) => item } });
    const first = add(6);
    const second = add(4);
    await expect(add(1)).rejects.toThrow(QueueFull);
    groups[0]?.finish();
    await first;
    const third = add(6);
    await expect(add(1)).rejects.toThrow(QueueFull);
    groups[1]?.fail(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    const fourth = add(4);
    groups[2]?.finish();
    await third;
    groups[3]?.finish();
    await fourth;
  });
});

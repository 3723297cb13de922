import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MANIFEST } from '~/attribution/archive/archive';
import { runCommand } from '#test/support/run-command.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** With nothing in its environment that could lead it to a database. */
const recompute = (...args: string[]) =>
  runCommand('recompute', args, { NODE_ENV: 'test', LOCAL_SHOPIFY_URL: 'http://127.0.0.1:9' });

describe('the recompute command', () => {
  it.each([
    ['nothing', undefined, 'there is no manifest.json'],
    ['another', '{"format":"another"}', 'is not that of an archive'],
    ['newer', '{"format":"sales-trail-archive","version":2}', 'of version 2; this reads 1'],
    ['short', '{"format":"sales-trail-archive","version":1}', 'manifest.json: shop'],
    ['text', 'hello', 'manifest.json is no JSON'],
  ])('refuses what is no archive that it knows: %s', async (name, manifest, said) => {
    await mkdir(join(folder, name));
    if (manifest) await writeFile(join(folder, name, MANIFEST), manifest);
    const { code, err } = await recompute(join(folder, name));
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  it.each([[[]], [['a', 'b']], [['a', '--wrong']]])('exits 2 on wrong arguments: %j', async (args) => {
    const { code, err } = await recompute(...args);
    expect(code).toBe(2);
    expect(err).toContain('usage:');
  });
});

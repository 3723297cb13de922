import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileName, pathOf } from '~/attribution/archive/archive';
import { changeSettings } from '~/attribution/change-settings.server';
import { DEFAULT_SETTINGS } from '~/attribution/facts';
import { db, type Shop } from '~/db.server';
import { attributeBacklog } from '~/jobs/attribute-backlog';
import { recomputeBacklog } from '~/jobs/recompute-backlog';
import { markOrders } from '~/queue/mark-store.server';
import { fillShop } from '#test/support/random-shop.ts';
import { runCommand } from '#test/support/run-command.ts';
import { makeShop } from '#test/support/shop-factory.ts';

/** `ARCHIVE_ORDERS=100000` makes the random shop larger. */
const ORDERS = Number(process.env.ARCHIVE_ORDERS ?? 1_500);
const MINUTES = 60_000;
const { version: _, ...RULE } = DEFAULT_SETTINGS;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Nobody listens there: the commands ask Shopify nothing. */
const NOBODY: NodeJS.ProcessEnv = { NODE_ENV: 'test', LOCAL_SHOPIFY_URL: 'http://127.0.0.1:9' };
const run = (name: string, ...args: string[]) => runCommand(name, args, { ...process.env, ...NOBODY });

const exported = (shop: Shop, name: string) =>
  run('export', '--shop', shop.domain, '--out', join(folder, name));

/** With nothing in its environment that could lead it to a database. */
const recompute = (name: string, ...more: string[]) =>
  runCommand('recompute', [join(folder, name), ...more], NOBODY);

/** What `--json` says, as far as it is looked at. */
interface Summary {
  orders: { evidence: number; touches: number; waiting: number; undecided: number };
  credits: number;
  altered: string[];
  differences: { count: number; first: Record<string, unknown>[] };
}

async function summaryOf(name: string): Promise<Summary & { code: number }> {
  const { code, out, err } = await recompute(name, '--json');
  expect(out, err).not.toBe('');
  return { code, ...(JSON.parse(out) as Summary) };
}

async function decideAll(): Promise<void> {
  while ((await recomputeBacklog()) > 0);
  while ((await attributeBacklog()) > 0);
}

describe('an archive of the demo shop', () => {
  it('is recomputed without a difference', async () => {
    const shop = await makeShop();
    await run('seed', '--shop', shop.domain);
    await decideAll();
    expect(await exported(shop, 'demo')).toMatchObject({ code: 0, err: '' });
    const { code, credits, orders, differences } = await summaryOf('demo');
    expect({ code, differences }).toEqual({ code: 0, differences: { count: 0, first: [] } });
    expect(credits).toBeGreaterThan(10);
    expect(orders.evidence).toBeGreaterThan(20);
  }, 120_000);
});

describe('an archive of a random shop', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await makeShop();
    await fillShop(shop, ORDERS, 7, new Date());
    const linear = { ...RULE, model: 'linear' as const, windowDays: 30, channelWindows: { sms: 3 } };
    await changeSettings(shop.id, linear, new Date());
    await decideAll();
    const decaying = {
      ...RULE,
      model: 'time_decay' as const,
      windowDays: 14,
      refusedGrades: ['landing_tags' as const],
    };
    await changeSettings(shop.id, { ...decaying, renewals: 'inside', basis: 'net' }, new Date());
    // Some orders still stand by the version before.
    while ((await db.orderStanding.count({ where: { shopId: shop.id, settingsVersion: 3 } })) === 0)
      await recomputeBacklog();
    while ((await attributeBacklog()) > 0);
    expect(await exported(shop, 'random')).toMatchObject({ code: 0 });
  }, 30 * MINUTES);

  it('has every row of the shop', async () => {
    const own = { where: { shopId: shop.id } };
    const manifest = JSON.parse(await readFile(join(folder, 'random/manifest.json'), 'utf8')) as {
      files: Record<string, { rows: number }>;
    };
    const rows = Object.fromEntries(Object.entries(manifest.files).map(([name, file]) => [name, file.rows]));
    expect(rows).toEqual({
      settings: 3,
      messages: await db.messageVersion.count(own),
      orders: await db.order.count(own),
      ledger: await db.ledgerEntry.count(own),
      touches: await db.orderTouch.count(own),
      evidence: await db.order.count(own),
      credits: await db.credit.count(own),
      renewals: await db.renewalCredit.count(own),
    });
    expect(Object.values(rows).every((count) => count > 0)).toBe(true);
  });

  it(
    'is recomputed without a difference, each order by the version that decided it',
    async () => {
      const { code, orders, credits, differences } = await summaryOf('random');
      expect({ code, differences }).toEqual({ code: 0, differences: { count: 0, first: [] } });
      expect(orders).toEqual({
        evidence: await db.order.count({ where: { shopId: shop.id } }),
        touches: 0,
        waiting: 0,
        undecided: 0,
      });
      expect(credits).toBeGreaterThan(ORDERS / 2);
      const versions = await db.orderStanding.groupBy({
        by: ['settingsVersion'],
        where: { shopId: shop.id },
      });
      expect(versions.map(({ settingsVersion }) => settingsVersion).sort()).toEqual([2, 3]);
    },
    10 * MINUTES,
  );

  it(
    'says of a single altered credit what is stored, and what should be',
    async () => {
      const credit = await db.credit.findFirstOrThrow({
        where: { shopId: shop.id },
        orderBy: { orderId: 'desc' },
      });
      const { shopId, orderId, model, ordinal, amountMinor } = credit;
      const where = { shopId_orderId_model_ordinal: { shopId, orderId, model, ordinal } };
      await db.credit.update({ where, data: { amountMinor: amountMinor + 1n } });
      expect(await exported(shop, 'altered')).toMatchObject({ code: 0 });
      await db.credit.update({ where, data: { amountMinor } });
      const { code, out } = await recompute('altered');
      expect(code).toBe(1);
      expect(out).toContain(`(${orderId}), ${model}, Campaign `);
      expect(out).toMatch(
        /: amount is \d+\.\d\d stored and \d+\.\d\d recomputed; by version 3 of the settings/,
      );
      expect(out).toContain('1 difference\n');
    },
    10 * MINUTES,
  );

  it(
    'is recomputed from the touches of orders whose evidence is not kept any more, to the cent',
    async () => {
      const retention = { shopId: shop.id, clickMonths: 6, touchMonths: 6, receiptDays: 30 };
      await db.retention.create({
        data: { ...retention, clicksSince: new Date(), touchesSince: new Date() },
      });
      const [found] = await db.$queryRaw<{ lasting: number }[]>`
        SELECT count(*)::int AS lasting FROM order_standing s JOIN "order" o ON o.shop_id = s.shop_id AND o.id = s.order_id
        WHERE s.shop_id = ${shop.id} AND s.bucket <> 'pending' AND o.source_name <> '1234567'`;
      expect(await exported(shop, 'lasting')).toMatchObject({ code: 0 });
      expect(await summaryOf('lasting')).toMatchObject({
        code: 0,
        orders: { touches: found?.lasting },
        differences: { count: 0 },
      });
      await changed(
        'lasting-edited',
        'credits',
        (text) => text.replace(/^(\{"orderId":"5.*"weightPpm":)\d+/m, (_all, start: string) => `${start}1`),
        'lasting',
      );
      const edited = await recompute('lasting-edited');
      expect(edited.code).toBe(1);
      expect(edited.out).toContain('; by its touches, since its evidence is not all kept any more,');
      await db.retention.delete({ where: { shopId: shop.id } });
    },
    10 * MINUTES,
  );

  it(
    'passes over orders that are to be decided anew',
    async () => {
      const { orderId } = await db.credit.findFirstOrThrow({ where: { shopId: shop.id } });
      await db.order.update({
        where: { shopId_id: { shopId: shop.id, id: orderId } },
        data: { totalMinor: { increment: 1_000n }, valueMinor: { increment: 1_000n } },
      });
      await markOrders(shop.id, [orderId], db);
      expect(await exported(shop, 'waiting')).toMatchObject({ code: 0 });
      expect(await summaryOf('waiting')).toMatchObject({
        code: 0,
        orders: { waiting: 1 },
        differences: { count: 0 },
      });
    },
    10 * MINUTES,
  );

  it('names nobody', async () => {
    for (const file of await readdir(join(folder, 'random'))) {
      const text = await readFile(join(folder, 'random', file), 'utf8');
      expect(text).not.toMatch(/@|visitor-|private-|checkout-of-|7000000000\d{3}|\/products\/mug|\/search/);
      expect((await stat(join(folder, 'random', file))).mode & 0o077).toBe(0);
    }
  });

  it(
    'tells where a file was changed that says the same, and where a credit was changed in its file',
    async () => {
      await changed('spaced', 'evidence', (text) => text.replace('"presumed":false', '"presumed": false'));
      expect(await recompute('spaced')).toMatchObject({
        code: 2,
        err: 'recompute: evidence.jsonl is not as it was exported\n',
      });
      await changed('edited', 'credits', (text) => text.replace(/"weightPpm":\d+/, '"weightPpm":1'));
      const edited = await recompute('edited');
      expect(edited).toMatchObject({ code: 1, err: 'recompute: credits.jsonl is not as it was exported\n' });
      expect(edited.out).toMatch(/: weightPpm is 1 stored and \d+ recomputed/);
    },
    10 * MINUTES,
  );

  it.each<[string, FileName, (text: string) => string, string]>([
    ['cut-row', 'credits', (text) => text.slice(0, -1), 'rows, and had'],
    ['no-row', 'orders', (text) => text.slice(text.indexOf('\n') + 1), 'rows, and had'],
    ['no-json', 'evidence', (text) => text.replace('{', '}'), 'evidence.jsonl, line 1 is no JSON'],
    ['wrong-row', 'orders', (text) => text.replace('"kind":"', '"kind":"un'), 'orders.jsonl, line 1: kind '],
    [
      'shuffled',
      'touches',
      (text) => text.split('\n').reverse().join('\n').trimStart() + '\n',
      'comes after',
    ],
    ['no-message', 'messages', (text) => text.replaceAll(/^\{"id":"/gm, '{"id":"9'), 'there is no message'],
    [
      'no-version',
      'settings',
      (text) => text.replaceAll(/"version":/g, '"version":1'),
      'there is no version',
    ],
  ])('is damaged with %s', async (name, file, change, said) => {
    await changed(name, file, change);
    const { code, out, err } = await recompute(name);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
  });

  async function changed(
    name: string,
    file: FileName,
    change: (text: string) => string,
    of = 'random',
  ): Promise<void> {
    await cp(join(folder, of), join(folder, name), { recursive: true });
    const path = join(folder, name, pathOf(file));
    await writeFile(path, change(await readFile(path, 'utf8')));
  }
});

describe('the export command', () => {
  it('writes into no folder that holds something already', async () => {
    const shop = await makeShop();
    await mkdir(join(folder, 'full'));
    await writeFile(join(folder, 'full/mine'), '');
    expect(await exported(shop, 'full')).toMatchObject({ code: 2 });
    expect(await readdir(join(folder, 'full'))).toEqual(['mine']);
  });

  it('writes the archive of a shop that has nothing', async () => {
    expect(await exported(await makeShop(), 'empty')).toMatchObject({ code: 0 });
    expect(await summaryOf('empty')).toMatchObject({ code: 0, credits: 0 });
  });

  it.each([
    [['--out', 'x'], '--shop is needed'],
    [['--shop', 'x'], '--out is needed'],
    [['--shop', 'nobody.myshopify.com', '--out', 'x'], 'no shop'],
    [['--wrong'], 'wrong'],
  ])('exits 2 on wrong arguments: %j', async (args, said) => {
    const { code, err } = await run('export', ...args);
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(err).toContain('usage:');
  });
});

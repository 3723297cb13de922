import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { currentTotals } from '../../shopify/order-money.ts';
import { atMost, type Result, told } from '../bench.ts';
import type { History } from './history.ts';
import type { Site } from './site.ts';

const SETTLED_WITHIN_MS = 20 * 60_000;

/** Waits until nothing that was stored waits to be worked on, and every order stands somewhere for good. */
export async function settled(site: Site, progress: (line: string) => void): Promise<void> {
  const until = Date.now() + SETTLED_WITHIN_MS;
  let told = '';
  while (Date.now() < until) {
    const { rows } = await site.database.query<{
      receipts: number;
      pixels: number;
      marks: number;
      undecided: number;
      jobs: number;
    }>(
      `SELECT (SELECT count(*)::int FROM webhook_receipt WHERE state = 'pending') AS receipts,
              (SELECT count(*)::int FROM pixel_receipt) AS pixels,
              (SELECT count(*)::int FROM attribution_mark) AS marks,
              (SELECT count(*)::int FROM "order" o LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
               WHERE coalesce(s.bucket, 'pending') = 'pending') AS undecided,
              (SELECT count(*)::int FROM graphile_worker.jobs WHERE run_at <= now()) AS jobs`,
    );
    const left = rows[0];
    if (left && left.receipts + left.pixels + left.marks + left.undecided + left.jobs === 0) return;
    told = JSON.stringify(left);
    progress(`left to do: ${told}`);
    await wait(2_000);
  }
  const { rows: stuck } = await site.database.query<Record<string, unknown>>(
    `SELECT task_identifier, run_at, attempts, locked_by, locked_at, last_error FROM graphile_worker.jobs WHERE run_at <= now()`,
  );
  throw new Error(`the backlog was not worked off: ${told}; jobs: ${JSON.stringify(stuck)}`);
}

/** Sets what is stored beside what was sent, and our orders beside Shopify's. */
export async function verdict(site: Site, history: History): Promise<Result[]> {
  const { database, shop, platform } = site;
  const receipts = await database.query<{ webhook_id: string }>(
    'SELECT webhook_id FROM webhook_receipt WHERE shop_id = $1',
    [shop.id],
  );
  const stored = new Set(receipts.rows.map((row) => row.webhook_id));
  const lost = history.webhooks.filter(({ webhookId }) => !stored.has(webhookId));
  const checkouts = await database.query<{ token: string }>('SELECT token FROM checkout WHERE shop_id = $1', [
    shop.id,
  ]);
  const seen = new Set(checkouts.rows.map((row) => row.token));

  const orders = await database.query<{ id: string; ledger: string; value: string; bucket: string | null }>(
    `SELECT o.id, o.value_minor AS value, s.bucket,
            (SELECT sum(total_minor) FROM ledger_entry l WHERE l.shop_id = o.shop_id AND l.order_id = o.id) AS ledger
     FROM "order" o LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
     WHERE o.shop_id = $1`,
    [shop.id],
  );
  const ours = new Map(orders.rows.map((row) => [BigInt(row.id), row]));
  const differing = platform.state.orders.filter((order) => {
    const own = ours.get(order.id);
    const worth = currentTotals(order).totalMinor;
    return !own || BigInt(own.value) !== worth || BigInt(own.ledger) !== worth;
  });
  const kept = new Set(platform.state.orders.map(({ id }) => id));
  const deleted = [...ours].filter(([id]) => !kept.has(id));
  const credits = await database.query<{ differing: number }>(
    `SELECT count(*)::int AS differing FROM order_standing s JOIN "order" o ON o.shop_id = s.shop_id AND o.id = s.order_id
     WHERE s.shop_id = $1 AND (s.bucket = 'credited') IS DISTINCT FROM
       (coalesce((SELECT sum(weight_ppm) FROM credit c WHERE c.shop_id = s.shop_id AND c.order_id = s.order_id), 0) = 1000000)`,
    [shop.id],
  );
  const reconciled = await reconcile(site);
  return [
    told('stored', stored.size, 'webhooks'),
    atMost('lost', lost.length, 0, 'webhooks'),
    atMost('doubled', receipts.rows.length - stored.size, 0, 'webhooks'),
    atMost(
      'lost pixel events',
      history.pixels.filter(({ token }) => !seen.has(token)).length,
      0,
      'checkouts',
    ),
    told('orders at Shopify', platform.state.orders.length, 'orders'),
    atMost('orders whose worth differs from Shopify’s', differing.length, 0, 'orders'),
    atMost(
      'deleted orders that are worth something',
      deleted.filter(([, { value }]) => value !== '0').length,
      0,
      'orders',
    ),
    atMost(
      'orders in no bucket, or in two',
      orders.rows.length - orders.rows.filter(({ bucket }) => bucket).length,
      0,
      'orders',
    ),
    atMost('orders whose credits do not add up', credits.rows[0]?.differing ?? Number.NaN, 0, 'orders'),
    atMost(
      'earned orders that are not credited',
      history.earned.filter((id) => ours.get(id)?.bucket !== 'credited').length,
      0,
      'orders',
    ),
    atMost('reconciliation before any repair: orders', Math.abs(reconciled.difference.orders), 0, 'orders'),
    atMost(
      'reconciliation before any repair: total',
      Math.abs(Number(reconciled.difference.total)),
      0,
      'EUR',
    ),
    atMost('reconciliation before any repair: orders that differ', reconciled.orders.length, 0, 'orders'),
    atMost('exit code of npm run reconcile', reconciled.code, 0, 'exit code'),
  ];
}

interface Reconciled {
  code: number;
  difference: { orders: number; total: string };
  orders: unknown[];
}

/** What `npm run reconcile` prints. */
async function reconcile({ environment, shop }: Site): Promise<Reconciled> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--import',
      './test/shopify/route-to-loopback.mjs',
      'app/commands/reconcile.ts',
      '--shop',
      shop.domain,
      '--json',
    ],
    { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { ...(JSON.parse(Buffer.concat(out).toString()) as Omit<Reconciled, 'code'>), code };
}

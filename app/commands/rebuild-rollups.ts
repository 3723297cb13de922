import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { parsed, runCommand, WrongArguments } from '~/commands/run-command';
import { closeDatabase, db } from '~/db.server';
import { rollUpBacklog } from '~/jobs/roll-up-backlog';
import { markAllDays, waitingDays } from '~/queue/day-mark-store.server';
import { unscopedLoadShopByDomain } from '~/shopify/shop-store.server';

const USAGE = 'usage: npm run -s rebuild-rollups -- --shop S.myshopify.com';
const LOOK_AGAIN_MS = 200;

/**
 * `npm run rebuild-rollups`: makes all sums by day of a shop anew from its orders, ledger and credits, beside whatever
 * worker runs. Exit code 0 once all are, 2 on wrong arguments, 1 where anything else goes wrong.
 */
async function main(): Promise<void> {
  const shop = await unscopedLoadShopByDomain(shopOf(process.argv.slice(2)));
  if (!shop) throw new WrongArguments('no such shop');
  const started = performance.now();
  await markAllDays(shop.id, db);
  for (let left = 1; left > 0; left = await waitingDays(shop.id, db)) {
    const done = await rollUpBacklog();
    if (done === 0) await wait(LOOK_AGAIN_MS);
  }
  const seconds = Math.round((performance.now() - started) / 1_000);
  process.stdout.write(`rebuilt the sums of ${shop.domain} in ${seconds} s\n`);
}

function shopOf(args: string[]): string {
  const given = parsed(() => parseArgs({ args, options: { shop: { type: 'string' } } }).values.shop);
  if (!given) throw new WrongArguments('--shop is needed');
  return given;
}

await runCommand('rebuild-rollups', USAGE, () => main().finally(closeDatabase));

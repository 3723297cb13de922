import { parseArgs } from 'node:util';
import { parsed, runCommand, WrongArguments } from '~/commands/run-command';
import { catalogue } from '~/commands/seed/catalogue';
import type { Stage } from '~/commands/seed/scenario';
import { withoutWorkers } from '~/commands/seed/sending';
import { writeLoad } from '~/commands/seed/load-store.server';
import { closeDatabase, type Shop } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { unscopedLoadShopByDomain } from '~/shopify/shop-store.server';

const USAGE = 'usage: npm run -s seed -- --shop S.myshopify.com [--load --orders N]';
/** A load lies over two years and 2,000 messages. */
const LOAD = { messages: 2_000, days: 730 };

/**
 * `npm run seed`: fills an installed shop with a catalogue of scenarios, so that every screen and state can be seen, and
 * prints a line for each. Those that are there already are passed over. With `--load --orders N` it writes N orders straight
 * into the tables instead, for measuring. Exit code 0 once all are there, 2 on wrong
 * arguments, 1 where anything else goes wrong.
 */
async function main(): Promise<void> {
  const { domain, orders } = argumentsOf(process.argv.slice(2));
  const shop = await unscopedLoadShopByDomain(domain);
  if (!shop || shop.uninstalledAt) throw new WrongArguments('the app is not installed in this shop');
  // What the scenarios provoke is no news.
  logger.level = 'silent';
  if (orders !== undefined) return load(shop, orders);
  const stage: Stage = { shop, now: new Date() };
  await withoutWorkers(stage, async () => {
    for (const { name, shows, isThere, write } of catalogue) {
      const there = await isThere(stage);
      if (!there) await write(stage);
      process.stdout.write(`${there ? 'is there' : 'written '}  ${name || '(no name)'}: ${shows}\n`);
    }
  });
}

async function load(shop: Shop, orders: number): Promise<void> {
  const written = await writeLoad(shop.id, { ...LOAD, orders }, new Date(), (done) =>
    process.stderr.write(`${done} of ${orders} orders\n`),
  );
  process.stdout.write(written ? `written   ${orders} orders\n` : 'is there  a load\n');
}

function argumentsOf(args: string[]): { domain: string; orders: number | undefined } {
  const option = { type: 'string' } as const;
  const { values } = parsed(() =>
    parseArgs({ args, options: { shop: option, orders: option, load: { type: 'boolean' } } }),
  );
  if (!values.shop) throw new WrongArguments('--shop is needed');
  if (!values.load !== !values.orders) throw new WrongArguments('--load and --orders go together');
  const orders = values.orders === undefined ? undefined : Number(values.orders);
  if (orders !== undefined && !(Number.isSafeInteger(orders) && orders > 0))
    throw new WrongArguments('--orders is a number of orders');
  return { domain: values.shop, orders };
}

await runCommand('seed', USAGE, () => main().finally(closeDatabase));

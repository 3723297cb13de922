import { parseArgs } from 'node:util';
import { catalogue } from '~/commands/seed/catalogue';
import type { Stage } from '~/commands/seed/scenario';
import { withoutWorkers } from '~/commands/seed/sending';
import { closeDatabase } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { unscopedLoadShopByDomain } from '~/shopify/shop-store.server';

const USAGE = 'usage: npm run -s seed -- --shop S.myshopify.com';

/** What was asked for makes no sense. */
class WrongArguments extends Error {}

/**
 * `npm run seed`: fills an installed shop with a catalogue of scenarios, so that every screen and state can be seen, and
 * prints a line for each. Those that are there already are passed over. Exit code 0 once all are there, 2 on wrong
 * arguments, 1 where anything else goes wrong.
 */
async function main(): Promise<void> {
  const shop = await unscopedLoadShopByDomain(shopOf(process.argv.slice(2)));
  if (!shop || shop.uninstalledAt) throw new WrongArguments('the app is not installed in this shop');
  // What the scenarios provoke is no news.
  logger.level = 'silent';
  const stage: Stage = { shop, now: new Date() };
  await withoutWorkers(stage, async () => {
    for (const { name, shows, isThere, write } of catalogue) {
      const there = await isThere(stage);
      if (!there) await write(stage);
      process.stdout.write(`${there ? 'is there' : 'written '}  ${name || '(no name)'}: ${shows}\n`);
    }
  });
}

function shopOf(args: string[]): string {
  const given = (() => {
    try {
      return parseArgs({ args, options: { shop: { type: 'string' } } }).values.shop;
    } catch (error) {
      throw new WrongArguments(error instanceof Error ? error.message : String(error));
    }
  })();
  if (!given) throw new WrongArguments('--shop is needed');
  return given;
}

async function exitCode(): Promise<number> {
  try {
    await main();
    return 0;
  } catch (error) {
    const wrong = error instanceof WrongArguments;
    const message = error instanceof Error ? error.message || error.name : String(error);
    process.stderr.write(`seed: ${message}\n${wrong ? `${USAGE}\n` : ''}`);
    return wrong ? 2 : 1;
  } finally {
    await closeDatabase();
  }
}

process.exitCode = await exitCode();

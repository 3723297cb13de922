import { parseArgs } from 'node:util';
import { parsed, runCommand, WrongArguments } from '~/commands/run-command';
import { closeDatabase } from '~/db.server';
import { lastDays, type Period, periodOf } from '~/lib/period';
import { printable } from '~/reports/reconciliation/interpret';
import { firstComparableDay, reconciliationReport } from '~/reports/reconciliation/query.server';
import { ordersPlaced } from '~/shopify/fetch-orders.server';
import { unscopedLoadShopByDomain } from '~/shopify/shop-store.server';

const USAGE = `usage: npm run -s reconcile -- --shop S.myshopify.com [--from yyyy-mm-dd --to yyyy-mm-dd] --json`;
const DAYS = 30;
const ORDERS_AT_MOST = 25_000;

/**
 * `npm run reconcile`: sets Shopify's orders of a period (30 days unless told otherwise) beside ours and prints the
 * difference as JSON. Exit code 0 where nothing differs, 1 where something does, 2 on wrong arguments, 3 where Shopify
 * does not answer.
 */
async function main(): Promise<number> {
  const { domain, from, to } = argumentsOf(process.argv.slice(2));
  const shop = await unscopedLoadShopByDomain(domain);
  if (!shop) throw new WrongArguments(`no shop ${domain}`);
  const now = new Date();
  const period = from && to ? givenPeriod(from, to, shop.timeZone, now) : lastDays(DAYS, now, shop.timeZone);
  const theirs = await ordersPlaced(shop, period, ORDERS_AT_MOST);
  if (!theirs.ok) throw new WrongArguments(`more than ${ORDERS_AT_MOST} orders: choose a shorter period`);
  const found = await reconciliationReport(shop, period, theirs.value);
  process.stdout.write(`${JSON.stringify({ shop: shop.domain, ...printable(found) }, null, 2)}\n`);
  return found.differs ? 1 : 0;
}

function argumentsOf(args: string[]): { domain: string; from?: string; to?: string } {
  const option = { type: 'string' } as const;
  const values = parsed(() =>
    parseArgs({ args, options: { shop: option, from: option, to: option, json: { type: 'boolean' } } }),
  ).values;
  if (!values.shop) throw new WrongArguments('--shop is needed');
  if (!values.from !== !values.to) throw new WrongArguments('--from and --to go together');
  return { domain: values.shop, from: values.from, to: values.to };
}

function givenPeriod(from: string, to: string, zone: string, now: Date): Period {
  const first = firstComparableDay(now, zone);
  if (from < first) throw new WrongArguments(`Shopify shows orders from ${first} on`);
  return parsed(() => periodOf(from, to, zone));
}

await runCommand('reconcile', USAGE, () => main().finally(closeDatabase), 3);

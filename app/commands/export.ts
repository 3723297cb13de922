import { parseArgs } from 'node:util';
import { parsed, runCommand, WrongArguments } from '~/commands/run-command';
import { closeDatabase } from '~/db.server';
import { exportArchive } from '~/attribution/archive/export-archive.server';
import { unscopedLoadShopByDomain } from '~/shopify/shop-store.server';

const USAGE = 'usage: npm run -s export -- --shop S.myshopify.com --out DIR';

/**
 * `npm run export`: writes an archive of all that a shop's credits rest on, and of the credits, into a new or empty folder.
 * Prints how many rows each file has, and how far it is on standard error. Exit code 2 on wrong arguments, 1 where anything
 * else goes wrong; then what is in the folder is no archive.
 */
async function main(): Promise<void> {
  const { domain, folder } = argumentsOf(process.argv.slice(2));
  const shop = await unscopedLoadShopByDomain(domain);
  if (!shop) throw new WrongArguments(`no shop ${domain}`);
  const written = await exportArchive(shop, folder, new Date(), (orders) => {
    if (orders % 10_000 === 0) process.stderr.write(`${orders} orders\n`);
  });
  if (!written.ok) throw new WrongArguments(`${folder} is not empty`);
  for (const [name, { rows }] of Object.entries(written.value.files))
    process.stdout.write(`${name.padEnd(8)} ${rows}\n`);
}

function argumentsOf(args: string[]): { domain: string; folder: string } {
  const given = parsed(
    () => parseArgs({ args, options: { shop: { type: 'string' }, out: { type: 'string' } } }).values,
  );
  if (!given.shop) throw new WrongArguments('--shop is needed');
  if (!given.out) throw new WrongArguments('--out is needed');
  return { domain: given.shop, folder: given.out };
}

await runCommand('export', USAGE, () => main().finally(closeDatabase));

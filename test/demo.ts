import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './support/browser.ts';
import { runChain } from './support/chain.ts';
import { connectMailbox, connectPhones } from './support/connect-phones.ts';
import { runCommand } from './support/run-command.ts';
import { startWholeTrail, type WholeTrail } from './support/whole-trail.ts';

const { values: flags } = parseArgs({
  options: { once: { type: 'boolean' }, json: { type: 'boolean' }, seed: { type: 'boolean' } },
});

/** `npm run demo`: the app beside the local Shopify, on an embedded database of its own, until interrupted. */
async function stayUp(): Promise<void> {
  const trail = await startWholeTrail({
    database: { dir: '.data/demo/postgres' },
    ports: { app: 4000, platform: 4010, storefront: 4020, tunnel: 4001, smtp: 4025, imap: 4026, inbox: 4030 },
    // The same key at each start, so that the demo's stored tokens and sent links stay readable.
    encryptionKey: Buffer.alloc(32, 'demo').toString('base64'),
  });
  await connectPhones(trail);
  await connectMailbox(trail);
  if (flags.seed) await fill(trail);
  console.log(`
  Sales Trail is up, beside a local Shopify.

  Admin       ${trail.shopify.adminUrl('/app')}
  Storefront  ${trail.shopify.storefrontUrl}
  Inbox       ${trail.shopify.inboxUrl}
  Phones      ${trail.shopify.inboxUrl}/phones

  Create a campaign in the admin, open its mail in the inbox, click, buy, and look at the report.
  Ctrl+C stops everything.
`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await trail.stop();
}

/** `npm run demo -- --seed`: the shop filled with the catalogue of scenarios. */
async function fill({ shopify, environment }: WholeTrail): Promise<void> {
  const { code, out, err } = await runCommand('seed', ['--shop', shopify.state.shop.domain], environment);
  if (code !== 0) throw new Error(err);
  console.log(out);
}

/** `npm run demo -- --once`: the whole chain in a real browser, on a database that is thrown away. */
async function runOnce(): Promise<boolean> {
  const home = await mkdtemp(join(tmpdir(), 'sales-trail-demo-'));
  const trail = await startWholeTrail({ database: { dir: join(home, 'postgres') } });
  const browser = await launchBrowser();
  try {
    const { proof, credited } = await runChain(browser, trail, (step) =>
      console.error(`${step.name}: ${step.ms} ms`),
    );
    console.log(flags.json ? JSON.stringify(proof) : proof);
    return credited;
  } finally {
    await browser.close();
    await trail.stop();
    await rm(home, { recursive: true, force: true });
  }
}

if (flags.once) process.exitCode = (await runOnce()) ? 0 : 1;
else await stayUp();

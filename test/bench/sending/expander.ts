import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { expandCampaign } from '~/campaigns/expand-campaign.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import { databaseUrl } from '~/db.server';
import { done } from '~/lib/outcome';
import { migrate } from '~/lib/migrate.server';
import { prepareQueue, startWorker } from '~/queue/worker.server';
import { makeCampaign, member } from '../../support/campaign-factory.ts';
import { handlersWith } from '../../support/idle-handlers.ts';
import { makeShop } from '../../support/shop-factory.ts';

const PAGE = 250;

/** In MB, after a collection: what waits to be collected goes up and down by more than what is held. */
export interface Memory {
  held: number;
  /** Of the whole process, with what the engine keeps for what comes. */
  process: number;
}

export interface Expansion {
  seconds: number;
  /** After the first tenth, after half and at the end. */
  early: Memory;
  half: Memory;
  end: Memory;
  /** The most of the process's memory, in MB. */
  most: number;
}

/**
 * A process of its own that turns a segment into queued deliveries, page by page, through the queue as always. The pages
 * are made here: how fast Shopify answers is not what is measured.
 */
process.on('message', (contacts: number) => void expand(contacts).then((report) => process.send?.(report)));
await migrate(databaseUrl);
await prepareQueue();
process.send?.('ready');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const paragraph = '<p>The boats are in, and so is the tea. Come and see.</p>';
const html = `<html><body><h1>Hello {{ first_name }}</h1>${paragraph.repeat(20)}<a href="https://shop.test/tea">Tea</a> <a href="https://shop.test/mugs">Mugs</a></body></html>`;

async function expand(contacts: number): Promise<Expansion> {
  const shop = await makeShop();
  const id = await makeCampaign(shop, { html });
  await scheduleCampaign(shop.id, id, { mode: 'now' }, new Date());
  const memory = (): Memory => {
    collect();
    const { heapUsed, external, rss } = process.memoryUsage();
    return { held: (heapUsed + external) / 2 ** 20, process: rss / 2 ** 20 };
  };
  let [early, half, most] = [memory(), memory(), 0];
  const started = performance.now();
  await new Promise<void>((resolve, reject) => {
    const handlers = handlersWith({
      'expand-campaign': async ({ cursor = '0' }) => {
        const from = Number(cursor);
        const to = Math.min(from + PAGE, contacts);
        const members = Array.from({ length: to - from }, (_, index) => member(from + index));
        const next = to < contacts ? String(to) : undefined;
        await expandCampaign(
          shop,
          id,
          { cursor },
          () => Promise.resolve(done({ members, next })),
          new Date(),
        );
        most = Math.max(most, process.memoryUsage.rss() / 2 ** 20);
        if (to === contacts / 10) early = memory();
        if (to === contacts / 2) half = memory();
        if (!next && (await loadCampaign(shop.id, id))?.campaign.expandedAt) resolve();
      },
    });
    startWorker(handlers).catch(reject);
  });
  return { seconds: (performance.now() - started) / 1_000, early, half, end: memory(), most };
}

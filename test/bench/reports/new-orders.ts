import { setTimeout as wait } from 'node:timers/promises';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { inBatch, type Shop } from '~/db.server';
import { DAYS_AT_ONCE, rollUpBacklog } from '~/jobs/roll-up-backlog';
import { lastDays } from '~/lib/period';
import { saveTellings } from '~/orders/order-store.server';
import { atLeisure, startDrains } from '~/queue/drain.server';
import { salesOverview } from '~/reports/sales-overview/query.server';
import { orderFacts } from '../../support/order-facts-factory.ts';

const FIRST_ORDER = 9_000_000_000_000n;
const WATCHED = 10;
/** Orders that come meanwhile, and how often. */
const OTHERS = 10;
const OTHERS_EVERY_MS = 250;
const LOOK_AGAIN_MS = 50;

/** How long each of some new orders takes until the Sales overview counts it, while others come and sums are made. */
export async function newOrderTimes(shop: Shop): Promise<number[]> {
  let id = FIRST_ORDER;
  let told = 0;
  const tell = async (count: number) => {
    const placedAt = new Date();
    const orders = Array.from({ length: count }, () => {
      id += 1n;
      const dated = { createdAt: placedAt, processedAt: placedAt, updatedAt: placedAt };
      return orderFacts({
        ...dated,
        id,
        name: `#N${id}`,
        checkoutToken: `new${id}`,
        customerId: id,
        refunds: [],
      });
    });
    await inBatch((tx) =>
      saveTellings(
        shop.id,
        orders.map((facts) => ({ kind: 'order' as const, facts })),
        tx,
      ),
    );
    await attributeOrders(
      shop.id,
      orders.map((facts) => facts.id),
      placedAt,
    );
    told += count;
  };
  const drains = startDrains({ rollups: atLeisure(() => rollUpBacklog(), DAYS_AT_ONCE) });
  const before = await ordersToday(shop);
  const times: number[] = [];
  let over = false;
  const load = (async () => {
    while (!over) {
      await tell(OTHERS);
      await wait(OTHERS_EVERY_MS);
    }
  })();
  while (times.length < WATCHED) {
    const started = performance.now();
    await tell(1);
    const expected = before + told;
    while ((await ordersToday(shop)) < expected) await wait(LOOK_AGAIN_MS);
    times.push((performance.now() - started) / 1_000);
  }
  over = true;
  await load;
  await drains.stop();
  return times;
}

async function ordersToday(shop: Shop): Promise<number> {
  const view = await salesOverview(shop, lastDays(1, new Date(), shop.timeZone));
  return Number(view.bucketTotal.orders.replaceAll(',', ''));
}

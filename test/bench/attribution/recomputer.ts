import { changeSettings } from '~/attribution/change-settings.server';
import { DEFAULT_SETTINGS } from '~/attribution/facts';
import type { Rule } from '~/attribution/settings';
import { databaseUrl } from '~/db.server';
import { attributeBacklog } from '~/jobs/attribute-backlog';
import { recomputeBacklog } from '~/jobs/recompute-backlog';
import { migrate } from '~/lib/migrate.server';
import type { ShopId } from '~/lib/ids';
import { makeShop } from '../../support/shop-factory.ts';
import { fillShop } from '../../support/random-shop.ts';

/** What a recomputer is asked to do. */
export type Task =
  { do: 'fill'; orders: number } | { do: 'change'; shop: ShopId; windowDays: number } | { do: 'recompute' };

/** A process of its own that works off recomputations as a worker does, or prepares one. */
process.on('message', (task: Task) => void perform(task).then((answer) => process.send?.(answer)));
await migrate(databaseUrl);
process.send?.('ready');

/** @returns the shop, or how many orders were decided */
async function perform(task: Task): Promise<number> {
  if (task.do === 'fill') {
    const shop = await makeShop();
    await fillShop(shop, task.orders, 1, new Date());
    return shop.id;
  }
  if (task.do === 'change') {
    const { version: _, ...rule } = DEFAULT_SETTINGS;
    const changed: Rule = { ...rule, model: 'linear', windowDays: task.windowDays };
    await changeSettings(task.shop, changed, new Date());
    return task.shop;
  }
  let orders = 0;
  for (let some = 1; some > 0; orders += some) some = await recomputeBacklog();
  while ((await attributeBacklog()) > 0);
  return orders;
}

import { db } from '~/db.server';
import { attributeBacklog } from '~/jobs/attribute-backlog';
import { ingestBacklog } from '~/jobs/ingest-backlog';
import { ingestPixels } from '~/jobs/ingest-pixels';
import { type SavedOrder, saveTellings } from '~/orders/order-store.server';
import type { Telling } from '~/orders/order-telling';
import { runJobs } from '#test/support/reconciliation-factory.ts';

/** Saves what is told of orders, in a transaction of its own. */
export const save = (shop: number, ...tellings: Telling[]): Promise<SavedOrder[]> =>
  db.$transaction((tx) => saveTellings(shop, tellings, tx));

/** What is marked to be decided anew in a shop: order ids and checkout tokens, oldest first. */
export async function marksOf(shop: number): Promise<(bigint | string | null)[]> {
  const marks = await db.attributionMark.findMany({ where: { shopId: shop }, orderBy: { id: 'asc' } });
  return marks.map(({ orderId, checkoutToken }) => orderId ?? checkoutToken);
}

/** Works off stored webhooks, pixel events and marks until none waits, as the worker does. */
export async function workOffBacklogs(): Promise<void> {
  while ((await ingestPixels()) + (await ingestBacklog()) + (await attributeBacklog()) > 0);
}

/** The same, and the webhooks that have a job each. @returns how many of those there were */
export async function workOff(): Promise<number> {
  await workOffBacklogs();
  const jobs = await runJobs('ingest-webhook');
  await workOffBacklogs();
  return jobs;
}

import type { PublishedFlow } from '~/automations/automation';
import { activeVersions, loadPublished } from '~/automations/automation-version-store.server';
import { type ReadyFlow, readyFlow } from '~/automations/next-step';
import type { Sql, Shop } from '~/db.server';

/** A published version of an automation, ready to be gone through. */
export interface ActiveFlow {
  automationId: bigint;
  published: PublishedFlow;
  ready: ReadyFlow;
}

/** Versions never change, so what was read of them stays good; some are kept, the oldest goes first. */
const known = new Map<string, ActiveFlow>();
const KEPT = 256;

/** @throws Error where there is no such version: enrolments and automations point at theirs */
export async function flowOf(
  shop: Shop,
  automationId: bigint,
  version: number,
  tx: Sql,
): Promise<ActiveFlow> {
  const key = `${shop.id}:${automationId}:${version}:${shop.timeZone}`;
  const kept = known.get(key);
  if (kept) return kept;
  const published = await loadPublished(shop.id, automationId, version, tx);
  if (!published) throw new Error('an automation without its version');
  const flow = { automationId, published, ready: readyFlow(published.flow, shop.timeZone) };
  known.set(key, flow);
  if (known.size > KEPT) known.delete(known.keys().next().value ?? key);
  return flow;
}

/**
 * The shop's automations that are on, by id.
 * @param tx a transaction that keeps them as they are
 */
export async function loadActiveFlows(shop: Shop, tx: Sql): Promise<Map<bigint, ActiveFlow>> {
  const rows = await activeVersions(shop.id, tx);
  const flows = new Map<bigint, ActiveFlow>();
  for (const { id, version } of rows) flows.set(id, await flowOf(shop, id, version, tx));
  return flows;
}

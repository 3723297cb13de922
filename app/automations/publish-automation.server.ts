import {
  contentsOf,
  loadAutomation,
  lockAutomations,
  markPublished,
} from '~/automations/automation-store.server';
import { insertVersion, loadOthers, loadPublished } from '~/automations/automation-version-store.server';
import { checkDefinition, type FlowProblem, stepTokens } from '~/automations/check-definition';
import { sendSteps } from '~/automations/definition';
import { isSameFlow } from '~/automations/difference';
import { connectedChannels } from '~/channels/provider-of.server';
import { db, type Shop } from '~/db.server';
import { freezeStep } from '~/messaging/version-store.server';

export type Published =
  | { ok: true; version: number }
  | { ok: false; reason: 'not_found' | 'nothing_new'; problems: [] }
  | { ok: false; reason: 'has_problems'; problems: FlowProblem[] };

/**
 * Makes the draft the version that contacts enter from now on; whoever is inside finishes the version they entered. Each
 * step's message is frozen: as a new version where its content or tags differ from the last. The first time, the
 * automation is turned on with it.
 */
export async function publishAutomation(shop: Shop, id: bigint, now: Date): Promise<Published> {
  return db.$transaction(async (tx) => {
    await lockAutomations(shop.id, tx);
    const found = await loadAutomation(shop.id, id, tx);
    if (!found) return { ok: false, reason: 'not_found', problems: [] };
    const { automation, flow, messages: written } = found;
    const problems = checkDefinition(flow, {
      id: String(id),
      name: automation.name,
      messages: contentsOf(written),
      connected: await connectedChannels(shop.id, tx),
      others: await loadOthers(shop.id, id, tx),
      now,
      zone: shop.timeZone,
    });
    if (problems.length > 0) return { ok: false, reason: 'has_problems', problems };
    const messages = new Map<string, bigint>();
    for (const step of sendSteps(flow)) {
      const message = written.get(step.id);
      if (!message) throw new Error('a step without its message');
      const of = { shopName: shop.name, tokens: stepTokens(automation.name, step) };
      messages.set(step.id, (await freezeStep(shop.id, message, of, now, tx)).id);
    }
    const last = automation.version && (await loadPublished(shop.id, id, automation.version, tx));
    if (last && isSameFlow(last, { flow, messages }))
      return { ok: false, reason: 'nothing_new', problems: [] };
    const version = await insertVersion(shop.id, id, { name: automation.name, flow, messages }, now, tx);
    const listensTo = [...new Set(flow.triggers.map(({ kind }) => kind))];
    await markPublished(shop.id, id, { version, listensTo }, now, tx);
    return { ok: true, version };
  });
}

import { loadAutomation } from '~/automations/automation-store.server';
import { loadPublished } from '~/automations/automation-version-store.server';
import { stepTokens } from '~/automations/check-definition';
import { sendSteps } from '~/automations/definition';
import { type FlowDifference, flowDifference } from '~/automations/difference';
import { db, type Shop } from '~/db.server';
import { finishedVersion, isFrozenAs } from '~/messaging/finished-version';

/** What publishing an automation's draft would change of what is published; undefined where nothing is. */
export async function compareDraft(shop: Shop, id: bigint): Promise<FlowDifference | undefined> {
  const found = await loadAutomation(shop.id, id);
  if (!found || found.automation.version === null) return undefined;
  const { automation, flow, messages } = found;
  const published = await loadPublished(shop.id, id, found.automation.version);
  if (!published) return undefined;
  const frozen = await db.messageVersion.findMany({
    where: { shopId: shop.id, id: { in: [...published.messages.values()] } },
  });
  const reworded = sendSteps(flow).filter((step) => {
    const version = frozen.find(({ id }) => id === published.messages.get(step.id));
    const message = messages.get(step.id);
    if (!version || !message) return false;
    const of = { shopName: shop.name, tokens: stepTokens(automation.name, step) };
    return !isFrozenAs(version, finishedVersion(message, of));
  });
  return flowDifference(published.flow, flow, new Set(reworded.map(({ id }) => id)));
}

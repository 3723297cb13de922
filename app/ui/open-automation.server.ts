import type { EditedAutomation } from '~/automations/automation';
import { loadAutomation } from '~/automations/automation-store.server';
import { type SendStep, sendSteps } from '~/automations/definition';
import type { Message, Shop } from '~/db.server';
import { authenticateMerchant, type Merchant } from '~/shopify/authenticate-merchant.server';
import { notFound } from '~/ui/not-found';
import { idOf } from '~/ui/open-draft.server';

export interface OpenedAutomation extends EditedAutomation {
  id: bigint;
  shop: Shop;
  redirect: Merchant['redirect'];
}

/** The automation that the address names. @throws Response 404 where the shop has no such automation */
export async function openAutomation(request: Request, id: string | undefined): Promise<OpenedAutomation> {
  const { shop, redirect } = await authenticateMerchant(request);
  const automationId = idOf(id);
  const loaded = await loadAutomation(shop.id, automationId);
  if (!loaded) throw notFound();
  return { ...loaded, id: automationId, shop, redirect };
}

/** The step that the address names, which sends. @throws Response 404 where the automation has no such message */
export async function openStep(
  request: Request,
  params: { id?: string; stepId?: string },
): Promise<OpenedAutomation & { step: SendStep; message: Message }> {
  const opened = await openAutomation(request, params.id);
  const step = sendSteps(opened.flow).find(({ id }) => id === params.stepId);
  const message = step && opened.messages.get(step.id);
  if (!message) throw notFound();
  return { ...opened, step, message };
}

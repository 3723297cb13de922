import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { renameAutomation } from '~/automations/automation-store.server';
import { cloneAutomation } from '~/automations/clone-automation.server';
import { deleteAutomation } from '~/automations/delete-automation.server';
import { switchAutomation } from '~/automations/switch-automation.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { readForm } from '~/ui/form-errors';

const fields = z.object({
  intent: z.enum(['on', 'off', 'rename', 'clone', 'delete']),
  /** With commas between. */
  ids: z
    .string()
    .regex(/^\d{1,18}(,\d{1,18}){0,99}$/)
    .transform((ids) => ids.split(',').map(BigInt)),
  name: z.string().trim().max(120).default(''),
});

/** Does one thing with each of some automations; one that is gone, or was never published, is left as it is. */
export async function actOnAutomations({
  request,
}: ActionFunctionArgs): Promise<Response | { done: boolean }> {
  const { shop, redirect } = await authenticateMerchant(request);
  const parsed = fields.safeParse(await readForm(request));
  if (!parsed.success) return { done: false };
  const { intent, ids, name } = parsed.data;
  const now = new Date();
  for (const id of ids) {
    switch (intent) {
      case 'on':
      case 'off':
        await switchAutomation(shop.id, id, intent, now);
        break;
      case 'rename':
        if (name) await renameAutomation(shop.id, id, name, now);
        break;
      case 'clone': {
        const copy = await cloneAutomation(shop.id, id, now);
        if (copy.ok) return redirect(`/app/automations/${copy.value}`);
        break;
      }
      case 'delete':
        await deleteAutomation(shop.id, id, now);
        break;
    }
  }
  return intent === 'delete' ? redirect('/app/automations') : { done: true };
}

import { loadProviderToChange } from '~/channels/provider-store.server';
import { providerLabel } from '~/channels/credentials';
import type { TemplateList } from '~/channels/whatsapp/approved-template';
import { listTemplates } from '~/channels/whatsapp/list-templates.server';
import type { ShopId } from '~/lib/ids';

export interface ApprovedTemplates extends TemplateList {
  /** Why they cannot be listed, as a sentence; null where they were. */
  trouble: string | null;
}

const none = (trouble: string): ApprovedTemplates => ({ templates: [], leftOut: 0, trouble });

/** The WhatsApp templates that the shop's provider lists as approved; or why they cannot be listed. */
export async function loadApprovedTemplates(shop: ShopId): Promise<ApprovedTemplates> {
  const own = await loadProviderToChange(shop, 'whatsapp');
  if (!own) return none('WhatsApp is not connected yet, so your approved templates cannot be listed.');
  if (!own.credentials)
    return none('The stored credentials of WhatsApp cannot be read any more. Enter them again in Settings.');
  const listed = await listTemplates(own.credentials);
  if (listed.ok) return { ...listed.value, trouble: null };
  const name = providerLabel[own.provider];
  switch (listed.reason) {
    case 'no_account_id':
      return none(
        'Add the WhatsApp Business account ID in Settings, WhatsApp, to choose from your approved templates.',
      );
    case 'denied':
      return none(`${name} does not list your templates: “${listed.said.replace(/\.$/, '')}”.`);
    case 'not_whatsapp':
    case 'unreachable':
      return none(`${name} did not list your templates just now.`);
  }
}

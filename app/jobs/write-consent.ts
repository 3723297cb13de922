import { loadContact } from '~/contacts/contact-store.server';
import { logger } from '~/lib/logger.server';
import type { Jobs } from '~/queue/jobs';
import { findShop } from '~/shopify/shop-store.server';
import { writeConsent as writeConsentToShopify } from '~/shopify/write-consent.server';

/** Tells Shopify that a contact withdrew consent, unless it was given anew or erased since, or the app is gone. */
export async function writeConsent({ shopId, contactId }: Jobs['write-consent']): Promise<void> {
  const shop = await findShop(shopId);
  const contact = await loadContact(shopId, BigInt(contactId));
  if (!shop || shop.uninstalledAt || contact?.emailConsent !== 'unsubscribed') return;
  if (!contact.emailConsentAt) return;
  const told = await writeConsentToShopify(shop, contact.shopifyId, contact.emailConsentAt);
  if (!told.ok) logger.warn({ shop: shopId, contactId, reason: told.reason }, 'consent_not_written');
}

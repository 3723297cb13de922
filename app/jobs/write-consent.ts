import { loadContact } from '~/contacts/contact-store.server';
import type { Contact } from '~/db.server';
import { logger } from '~/lib/logger.server';
import type { Jobs } from '~/queue/jobs';
import { findShop } from '~/shopify/shop-store.server';
import { writeConsent as writeConsentToShopify } from '~/shopify/write-consent.server';

/**
 * Tells Shopify that a contact withdrew consent to a channel or gave it back, unless another word came since, or the
 * contact was erased, or the app is gone.
 */
export async function writeConsent(job: Jobs['write-consent']): Promise<void> {
  const { shopId, contactId, channel, consent } = job;
  const shop = await findShop(shopId);
  const contact = await loadContact(shopId, BigInt(contactId));
  if (!shop || shop.uninstalledAt || !contact) return;
  const stands = STANDING[channel](contact);
  if (stands.consent !== consent || !stands.at) return;
  const told = await writeConsentToShopify(shop, contact.shopifyId, { channel, consent, at: stands.at });
  if (!told.ok) logger.warn({ shop: shopId, contactId, channel, reason: told.reason }, 'consent_not_written');
}

const STANDING: Record<
  Jobs['write-consent']['channel'],
  (contact: Contact) => { consent: string; at: Date | null }
> = {
  email: ({ emailConsent, emailConsentAt }) => ({ consent: emailConsent, at: emailConsentAt }),
  sms: ({ smsConsent, smsConsentAt }) => ({ consent: smsConsent, at: smsConsentAt }),
  whatsapp: ({ whatsappConsent, whatsappConsentAt }) => ({ consent: whatsappConsent, at: whatsappConsentAt }),
};

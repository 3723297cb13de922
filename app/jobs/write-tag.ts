import { loadContact } from '~/contacts/contact-store.server';
import { logger } from '~/lib/logger.server';
import type { Jobs } from '~/queue/jobs';
import { findShop } from '~/shopify/shop-store.server';
import { writeTag as writeTagToShopify } from '~/shopify/write-tag.server';

/** Tells Shopify of a tag that an automation gave a contact or took away, unless the contact was erased or the app is gone. */
export async function writeTag({ shopId, contactId, action, tag }: Jobs['write-tag']): Promise<void> {
  const shop = await findShop(shopId);
  const contact = await loadContact(shopId, BigInt(contactId));
  if (!shop || shop.uninstalledAt || !contact || contact.redactedAt) return;
  const told = await writeTagToShopify(shop, contact.shopifyId, action, tag);
  if (!told.ok) logger.warn({ shop: shopId, contactId, reason: told.reason }, 'tag_not_written');
}

import { z } from 'zod';
import type { Shop } from '~/db.server';
import { AccessLost, adminRequest } from '~/shopify/admin-client.server';
import { SHOP } from '~/shopify/operations';

/**
 * Whether Shopify lets the app into a shop right now.
 * @throws AdminRequestFailed where it cannot be found out
 */
export async function isInstalled(shop: Shop): Promise<boolean> {
  try {
    await adminRequest(shop.domain, SHOP, {}, z.object({ shop: z.object({}) }));
    return true;
  } catch (error) {
    if (error instanceof AccessLost) return false;
    throw error;
  }
}

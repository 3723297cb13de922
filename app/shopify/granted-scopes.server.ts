import { z } from 'zod';
import type { Shop } from '~/db.server';
import { adminRequest } from '~/shopify/admin-client.server';
import { unscopedSetScopes } from '~/shopify/session-store.server';
import { GRANTED_SCOPES } from '~/shopify/optional-operations';

const answer = z.object({
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});

/**
 * Which scopes the merchant has granted, as Shopify says now; noted with the shop's session. The webhook that tells of
 * a change may still be under way.
 * @throws AccessLost, AdminRequestFailed
 */
export async function grantedScopes(shop: Shop): Promise<string[]> {
  const { currentAppInstallation } = await adminRequest(shop.domain, GRANTED_SCOPES, {}, answer);
  const scopes = currentAppInstallation.accessScopes.map(({ handle }) => handle);
  await unscopedSetScopes(shop.domain, scopes);
  return scopes;
}

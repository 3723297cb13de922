import { z } from 'zod';
import type { Shop } from '~/db.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import { adminRequest } from '~/shopify/admin-client.server';
import { ADD_TAG, REMOVE_TAG } from '~/shopify/operations';

const MUTATIONS = { add: ADD_TAG, remove: REMOVE_TAG };

/** Both mutations answer under their own name, and alike. */
const answer = z.record(
  z.string(),
  z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable(),
);

/**
 * Gives a customer a tag, or takes it away; again is as good as once.
 * @throws AccessLost, AdminRequestFailed
 */
export async function writeTag(
  shop: Shop,
  shopifyCustomerId: bigint,
  action: 'add' | 'remove',
  tag: string,
): Promise<Outcome<void, 'tag_refused'>> {
  const variables = { customer: `gid://shopify/Customer/${shopifyCustomerId}`, tags: [tag] };
  const answered = await adminRequest(shop.domain, MUTATIONS[action], variables, answer);
  return Object.values(answered).some((one) => (one?.userErrors.length ?? 0) > 0)
    ? refused('tag_refused')
    : done(undefined);
}

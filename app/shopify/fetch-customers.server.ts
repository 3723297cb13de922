import { z } from 'zod';
import type { ContactFacts } from '~/contacts/contact';
import type { Shop } from '~/db.server';
import { adminRequest } from '~/shopify/admin-client.server';
import { factsOf, personSchema } from '~/shopify/customer';
import { CUSTOMERS_BY_ID } from '~/shopify/operations';

const customerSchema = personSchema.extend({
  tags: z.array(z.string()),
});
const answer = z.object({ nodes: z.array(customerSchema.nullable()) });

export interface FetchedCustomer {
  facts: ContactFacts;
  tags: string[];
}

/**
 * Customers by Shopify's numbers, 100 at most; those who are no more are left out.
 * @throws AccessLost, AdminRequestFailed
 */
export async function fetchCustomers(shop: Shop, ids: readonly bigint[]): Promise<FetchedCustomer[]> {
  const variables = { ids: ids.map((id) => `gid://shopify/Customer/${id}`) };
  const { nodes } = await adminRequest(shop.domain, CUSTOMERS_BY_ID, variables, answer);
  return nodes.flatMap((node) => {
    const facts = node && factsOf(node);
    return facts ? [{ facts, tags: node.tags }] : [];
  });
}

import { z } from 'zod';
import type { Shop } from '~/db.server';
import { adminRequest } from '~/shopify/admin-client.server';
import { CUSTOMERS } from '~/shopify/operations';
import { text } from '~/shopify/payload';

const answer = z.object({
  customers: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        firstName: text,
        lastName: text,
        defaultEmailAddress: z.object({ emailAddress: z.string() }).nullable(),
      }),
    ),
  }),
});

export interface FoundCustomer {
  /** Shopify's global id. */
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
}

/** The shop's customers whose name or address has the words, eight at most, in Shopify's order. */
export async function findCustomers(shop: Shop, words: string): Promise<FoundCustomer[]> {
  // In Shopify's search language these marks are not text.
  const query = words.replaceAll(/[\\"'():<>=*]/g, ' ').trim();
  const { customers } = await adminRequest(shop.domain, CUSTOMERS, { query }, answer);
  return customers.nodes.map(({ defaultEmailAddress, ...customer }) => ({
    ...customer,
    email: defaultEmailAddress?.emailAddress ?? null,
  }));
}

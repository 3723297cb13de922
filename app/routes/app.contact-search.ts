import type { LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { findCustomers } from '~/shopify/find-customers.server';
import type { ContactAnswer } from '~/ui/contact-picker';

const querySchema = z.object({ words: z.string().trim().min(1).max(200) });

/** Customers of the shop by name or address, to see a message as one of them. */
export async function loader({ request }: LoaderFunctionArgs): Promise<ContactAnswer> {
  const { shop } = await authenticateMerchant(request);
  const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) return { ok: true, words: '', contacts: [] };
  const { words } = query.data;
  try {
    return { ok: true, words, contacts: await findCustomers(shop, words) };
  } catch (error) {
    if (error instanceof Response) throw error;
    return { ok: false, words };
  }
}

/** Whatever else is saved, the customers are the same. */
export const shouldRevalidate = () => false;

import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { closeDataRequest } from '~/contacts/contact-store.server';
import { customerData } from '~/reports/privacy-requests/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { notFound } from '~/ui/not-found';
import { idOf } from '~/ui/open-draft.server';

/** All that is known of a customer who asked for it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const data = await customerData(shop, idOf(params.id));
  if (!data) throw notFound();
  return data;
}

/** Notes that the customer was answered. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  if (!(await closeDataRequest(shop.id, idOf(params.id), new Date()))) throw notFound();
  return { answered: true };
}

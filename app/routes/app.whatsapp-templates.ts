import type { LoaderFunctionArgs } from '@remix-run/node';
import { type ApprovedTemplates, loadApprovedTemplates } from '~/messaging/approved-templates.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';

/** The approved WhatsApp templates, for the Content step: asked of the provider each time. */
export async function loader({ request }: LoaderFunctionArgs): Promise<ApprovedTemplates> {
  const { shop } = await authenticateMerchant(request);
  return loadApprovedTemplates(shop.id);
}

/** Whatever else is saved, the templates are the same. */
export const shouldRevalidate = () => false;

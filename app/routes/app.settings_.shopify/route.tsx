import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Page } from '@shopify/polaris';
import { z } from 'zod';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { changeSharing } from '~/shopify/change-sharing.server';
import { SHARED } from '~/shopify/sharing';
import { readForm } from '~/ui/form-errors';
import { pageTitle } from '~/ui/page-title';
import { readSharing } from './read-sharing.server';
import { SharingCard } from './sharing-card';

export { keepTyped as clientAction } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('What Shopify is told', 'Settings');

export interface SharingAnswer {
  /** What was done, for the merchant. */
  said?: string;
  /** Why nothing was done. */
  refusal?: string;
}

const REFUSALS = {
  no_access: 'Shopify has not given Sales Trail the access that this needs.',
  no_answer: 'Shopify does not answer, so nothing was turned on. Try again in a moment.',
};

const formSchema = z.object({
  what: z.enum(SHARED),
  on: z.enum(['yes', 'no']).transform((answer) => answer === 'yes'),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  return { items: await readSharing(shop) };
}

export async function action({ request }: ActionFunctionArgs): Promise<SharingAnswer> {
  const { shop } = await authenticateMerchant(request);
  const form = formSchema.safeParse(await readForm(request));
  if (!form.success) return { refusal: 'This is not something that can be done here.' };
  const { what, on } = form.data;
  const changed = await changeSharing(shop, what, on, new Date());
  if (!changed.ok) return { refusal: REFUSALS[changed.reason] };
  return { said: on ? 'Turned on' : 'Turned off' };
}

export default function SettingsShopify() {
  const { items } = useLoaderData<typeof loader>();
  return (
    <Page
      title="What Shopify is told"
      subtitle="What Sales Trail may write into your shop’s own records, so that you see it outside this app too. Nothing until you turn it on."
      backAction={{ content: 'Settings', url: '/app/settings' }}
    >
      <BlockStack gap="400">
        {items.map((item) => (
          <SharingCard key={item.what} item={item} />
        ))}
      </BlockStack>
    </Page>
  );
}

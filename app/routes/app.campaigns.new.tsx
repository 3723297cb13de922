import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { createCampaign } from '~/campaigns/campaign-store.server';
import { connectedChannels } from '~/channels/provider-of.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { channelFields } from '~/ui/channel-fields';
import { ChannelForm } from '~/ui/channel-form';
import { fieldErrors, readForm } from '~/ui/form-errors';
import { pageTitle } from '~/ui/page-title';
import { stepPath } from '~/ui/wizard-steps';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Create campaign');

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  return { connected: await connectedChannels(shop.id) };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, redirect } = await authenticateMerchant(request);
  const parsed = channelFields.safeParse(await readForm(request));
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const id = await createCampaign(shop.id, parsed.data, new Date());
  return redirect(stepPath(String(id), 'content'));
}

export default function NewCampaign() {
  const { connected } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return <ChannelForm campaignId={undefined} name="" channel="email" connected={connected} answer={answer} />;
}

import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { saveChannel } from '~/campaigns/campaign-store.server';
import { channelOf } from '~/channels/channel';
import { connectedChannels } from '~/channels/provider-of.server';
import { channelFields } from '~/ui/channel-fields';
import { ChannelForm } from '~/ui/channel-form';
import { fieldErrors, readForm } from '~/ui/form-errors';
import { openDraft } from '~/ui/open-draft.server';
import { pageTitle } from '~/ui/page-title';
import { stepPath } from '~/ui/wizard-steps';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle('Channel', data?.name);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign } = await openDraft(request, params.id);
  return {
    id: String(id),
    name: campaign.name,
    channel: channelOf(campaign.channel),
    connected: await connectedChannels(shop.id),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, id, redirect } = await openDraft(request, params.id);
  const parsed = channelFields.safeParse(await readForm(request));
  if (!parsed.success) return { saved: false, errors: fieldErrors(parsed.error) };
  const { intent, ...fields } = parsed.data;
  const saved = await saveChannel(shop.id, id, fields, new Date());
  if (intent === 'autosave') return { saved: saved.ok, errors: undefined };
  return redirect(stepPath(String(id), 'content'));
}

export default function ChannelStep() {
  const { id, ...draft } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return <ChannelForm campaignId={id} {...draft} answer={answer} />;
}

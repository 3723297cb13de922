import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Page } from '@shopify/polaris';
import { countWaitingCampaigns } from '~/campaigns/count-waiting-campaigns.server';
import { inboxUrl, metaVerifyToken } from '~/channels/callback-token.server';
import { CHANNELS, channelLabel } from '~/channels/channel';
import { loadProviderToChange } from '~/channels/provider-store.server';
import { env } from '~/env.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { channelConnection } from '~/ui/channel-connection';
import { readForm } from '~/ui/form-errors';
import { notFound } from '~/ui/not-found';
import { pageTitle } from '~/ui/page-title';
import { CallbacksCard } from './callbacks-card';
import { changeChannel } from './change-channel.server';
import { ConnectionCard } from './connection-card';
import { ProviderForm } from './provider-form';
import { startingValues } from './provider-values';
import { TestCard } from './test-card';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageTitle(data?.connection.label ?? 'Channel', 'Settings');

async function openChannel(request: Request, name: string | undefined) {
  const { shop } = await authenticateMerchant(request);
  const channel = CHANNELS.find((known) => known === name);
  if (!channel) throw notFound();
  return { shop, channel };
}

const LOST =
  'The stored credentials cannot be read any more, because the app’s key was changed. Enter them again; messages wait until then.';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, channel } = await openChannel(request, params.channel);
  const stored = await loadProviderToChange(shop.id, channel);
  const connection = channelConnection(channel, stored, env.MAIL_FROM, shop.timeZone);
  const lost = stored && !stored.credentials;
  return {
    channel,
    connection: lost ? { ...connection, trouble: LOST } : connection,
    secretsStored: stored?.credentials !== undefined,
    values: startingValues(channel, stored),
    waiting: await countWaitingCampaigns(shop.id, channel),
    appSender: env.MAIL_FROM,
    callbacks: {
      twilio: inboxUrl('twilio', shop.id, channel),
      meta: inboxUrl('meta', shop.id, channel),
      verifyToken: metaVerifyToken(shop.id),
    },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, channel } = await openChannel(request, params.channel);
  return changeChannel(shop, channel, await readForm(request), new Date());
}

export default function ChannelSettings() {
  const { channel, connection, values, secretsStored, waiting, appSender, callbacks } =
    useLoaderData<typeof loader>();
  return (
    <Page
      title={channelLabel[channel]}
      subtitle="Who sends, and a test of it"
      backAction={{ content: 'Settings', url: '/app/settings' }}
    >
      <BlockStack gap="400">
        <ConnectionCard connection={connection} waiting={waiting} appSender={appSender} />
        {connection.status !== 'none' && <TestCard channel={channel} />}
        <ProviderForm
          key={channel}
          channel={channel}
          saved={values}
          connected={connection.status === 'own'}
          secretsStored={secretsStored}
          after={(provider) => <CallbacksCard channel={channel} provider={provider} callbacks={callbacks} />}
        />
      </BlockStack>
    </Page>
  );
}

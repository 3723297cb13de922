import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Page } from '@shopify/polaris';
import { countWaitingCampaigns } from '~/campaigns/count-waiting-campaigns.server';
import { inboxUrl, metaVerifyToken } from '~/channels/callback-token.server';
import { loadBounceMailbox } from '~/channels/bounce-mailbox-store.server';
import { CHANNELS, channelLabel } from '~/channels/channel';
import { loadProviderToChange } from '~/channels/provider-store.server';
import type { Shop } from '~/db.server';
import { env } from '~/env.server';
import { formatMoment } from '~/lib/period';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { channelConnection } from '~/ui/channel-connection';
import { readForm } from '~/ui/form-errors';
import { notFound } from '~/ui/not-found';
import { pageTitle } from '~/ui/page-title';
import { CallbacksCard } from './callbacks-card';
import { changeChannel } from './change-channel.server';
import { changeMailbox } from './change-mailbox.server';
import { ConnectionCard } from './connection-card';
import { MailboxCard, type MailboxState } from './mailbox-card';
import { mailboxValues } from './mailbox-values';
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

const LOGIN_LOST =
  'The stored password cannot be read any more, because the app’s key was changed. Enter it again.';

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
    mailbox: channel === 'email' ? await mailboxOf(shop) : null,
    callbacks: {
      twilio: inboxUrl('twilio', shop.id, channel),
      meta: inboxUrl('meta', shop.id, channel),
      verifyToken: metaVerifyToken(shop.id),
    },
  };
}

async function mailboxOf(shop: Shop) {
  const stored = await loadBounceMailbox(shop.id);
  const moment = (at: Date) => formatMoment(at, shop.timeZone);
  const lines = stored
    ? [
        `${stored.hint}, connected ${moment(stored.connectedAt)}`,
        stored.lastReadAt ? `Last read ${moment(stored.lastReadAt)}` : 'Not read yet.',
      ]
    : [];
  const state: MailboxState = {
    lines,
    trouble: stored && !stored.login ? LOGIN_LOST : (stored?.lastError ?? null),
    passwordStored: stored?.login !== undefined,
  };
  return { state, values: mailboxValues(stored) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, channel } = await openChannel(request, params.channel);
  const form = await readForm(request);
  const aboutMailbox = channel === 'email' && form['intent']?.endsWith('-mailbox');
  return aboutMailbox
    ? changeMailbox(shop, form, new Date())
    : changeChannel(shop, channel, form, new Date());
}

export default function ChannelSettings() {
  const { channel, connection, values, secretsStored, waiting, appSender, callbacks, mailbox } =
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
        {mailbox && <MailboxCard saved={mailbox.values} mailbox={mailbox.state} />}
      </BlockStack>
    </Page>
  );
}

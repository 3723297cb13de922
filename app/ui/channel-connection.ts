import { type Channel, CHANNELS, channelLabel } from '~/channels/channel';
import { providerLabel } from '~/channels/credentials';
import type { ConnectedProvider } from '~/channels/provider-store.server';
import { accountTrouble } from '~/channels/trouble';
import { formatMoment } from '~/lib/period';

/** Who sends for a channel now, in words. */
export interface ChannelConnection {
  channel: Channel;
  label: string;
  /** Where it is changed. */
  path: string;
  status: 'own' | 'app' | 'none';
  /** A sentence each. */
  lines: string[];
  /** Why the provider takes nothing, and what to do. */
  trouble: string | null;
}

/**
 * @param appSender the address that the app's own mail server sends from
 * @param zone the shop's time zone
 */
export function channelConnection(
  channel: Channel,
  own: ConnectedProvider | undefined,
  appSender: string,
  zone: string,
): ChannelConnection {
  const about = {
    channel,
    label: channelLabel[channel],
    path: `/app/settings/channels/${channel}`,
    trouble: null,
  };
  if (!own)
    return channel === 'email'
      ? { ...about, status: 'app', lines: [`Sent by the app’s mail server, from ${appSender}`] }
      : { ...about, status: 'none', lines: [`Nobody sends ${NOUN[channel]} for your shop yet.`] };
  const { provider, hint, sender, connectedAt, lastError, lastErrorAt } = own;
  const since = lastErrorAt
    ? ` Messages wait until then. Refused since ${formatMoment(lastErrorAt, zone)}.`
    : '';
  return {
    ...about,
    status: 'own',
    lines: [
      `${providerLabel[provider]} · ${hint}`,
      `From ${sender}, connected ${formatMoment(connectedAt, zone)}`,
    ],
    trouble: lastError === null ? null : accountTrouble(provider, lastError) + since,
  };
}

const NOUN: Record<Channel, string> = {
  email: 'e-mails',
  sms: 'SMS',
  whatsapp: 'WhatsApp messages',
  voice: 'calls',
};

/** Every channel, connected or not. */
export const channelConnections = (
  own: ConnectedProvider[],
  appSender: string,
  zone: string,
): ChannelConnection[] =>
  CHANNELS.map((channel) =>
    channelConnection(
      channel,
      own.find((one) => one.channel === channel),
      appSender,
      zone,
    ),
  );

import { returnAddress } from '~/channels/bounce-mailbox-store.server';
import type { Channel, Handover, Messages, Provider } from '~/channels/channel';
import { type Credentials, smtpUrl } from '~/channels/credentials';
import { appSmtp, openSmtp } from '~/channels/email/smtp.server';
import {
  listProviders,
  loadProviderToChange,
  noteProviderError,
  unreadableChannels,
} from '~/channels/provider-store.server';
import { openTwilioSms } from '~/channels/sms/twilio.server';
import { openTwilioVoice } from '~/channels/voice/twilio.server';
import { openMetaWhatsApp } from '~/channels/whatsapp/meta.server';
import { openTwilioWhatsApp } from '~/channels/whatsapp/twilio.server';
import type { Db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

type Opened = { [C in Channel]: Provider<C> & { close?: () => void } };

/** How each channel's provider is opened; undefined where the credentials are not of one that the channel has. */
const OPEN: { [C in Channel]: (credentials: Credentials, sender: string) => Opened[C] | undefined } = {
  email: (credentials, sender) =>
    credentials.provider === 'smtp' ? openSmtp(smtpUrl(credentials), sender) : undefined,
  sms: (credentials, sender) =>
    credentials.provider === 'twilio' ? openTwilioSms(credentials, sender) : undefined,
  whatsapp: (credentials, sender) => {
    if (credentials.provider === 'meta') return openMetaWhatsApp(credentials, sender);
    return credentials.provider === 'twilio' ? openTwilioWhatsApp(credentials, sender) : undefined;
  },
  voice: (credentials, sender) =>
    credentials.provider === 'twilio' ? openTwilioVoice(credentials, sender) : undefined,
};

/** Connections stay open from one call to the next; a few shops' are kept, the oldest go first. */
const opened = new Map<string, Opened[Channel]>();
const KEPT = 64;

/**
 * Through whom a shop's messages on a channel go out now: its own provider, or for e-mail the app's. One that refuses the
 * account or its sender has that noted, and forgotten once it takes a message again. One whose credentials were sealed
 * with another key takes nothing until they are entered again.
 * @returns undefined where none is connected
 */
export async function providerOf<C extends Channel>(
  shop: ShopId,
  channel: C,
): Promise<Provider<C> | undefined> {
  const own = await loadProviderToChange(shop, channel);
  const returnPath = channel === 'email' ? await returnAddress(shop) : undefined;
  if (!own) return channel === 'email' ? { ...(appSmtp as Provider<Channel>), returnPath } : undefined;
  if (!own.credentials) return { sender: own.sender, send: () => Promise.resolve(UNREADABLE) };
  const key = `${shop}:${channel}:${own.connectedAt.getTime()}`;
  const provider =
    (opened.get(key) as Opened[C] | undefined) ?? openProvider(channel, own.credentials, own.sender);
  if (!provider) return undefined;
  if (!opened.has(key)) keep(`${shop}:${channel}:`, key, provider);
  let noted = own.lastError;
  const note = async (handover: Handover) => {
    const error = handover.outcome === 'denied' ? handover.reason : null;
    if (error === noted || (error === null && handover.outcome !== 'accepted')) return;
    noted = error;
    await noteProviderError(shop, channel, error, new Date());
  };
  return {
    sender: provider.sender,
    returnPath,
    send: async (message: Messages[C]) => {
      const handover = await provider.send(message);
      await note(handover);
      return handover;
    },
  };
}

const UNREADABLE: Handover = { outcome: 'denied', reason: 'credentials_unreadable' };

/** A provider by credentials that may not be stored yet; undefined where the channel has no such provider. */
export function openProvider<C extends Channel>(
  channel: C,
  credentials: Credentials,
  sender: string,
): Opened[C] | undefined {
  return OPEN[channel](credentials, sender);
}

function keep(earlier: string, key: string, provider: Opened[Channel]): void {
  const oldest = opened.size >= KEPT ? opened.keys().next().value : undefined;
  for (const other of opened.keys())
    if (other === oldest || other.startsWith(earlier)) {
      opened.get(other)?.close?.();
      opened.delete(other);
    }
  opened.set(key, provider);
}

/**
 * The channels that a shop can send on; e-mail through the app's own server where it has none of its own. Those whose
 * credentials cannot be read any more are not among them.
 */
export async function connectedChannels(shop: ShopId, tx?: Db): Promise<Channel[]> {
  const own = await listProviders(shop, tx);
  const unreadable = await unreadableChannels(shop, tx);
  const all = new Set<Channel>(['email', ...own.map(({ channel }) => channel)]);
  return [...all].filter((channel) => !unreadable.includes(channel));
}

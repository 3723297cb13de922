import type { Mail } from '~/channels/email/mail';
import { done, type Outcome, refused } from '~/lib/outcome';

export const CHANNELS = ['email', 'sms', 'whatsapp', 'voice'] as const;
export type Channel = (typeof CHANNELS)[number];

export const channelLabel: Record<Channel, string> = {
  email: 'Email',
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  voice: 'Voice',
};

/** What stands for the channel where a message is a tracking link: it is shared by whoever likes, and never sent. */
export const LINK_CHANNEL = 'link';

/** The channel of a message version in words, that of a tracking link included. */
export const versionChannelLabel = (channel: string): string =>
  channel === LINK_CHANNEL ? 'Tracking link' : channelLabel[channelOf(channel)];

/** @throws RangeError where the text names no channel. */
export function channelOf(text: string): Channel {
  const channel = CHANNELS.find((known) => known === text);
  if (!channel) throw new RangeError(`not a channel: ${text.slice(0, 40)}`);
  return channel;
}

/** Whether sales can be tracked: a voice call has no link that could be clicked. */
export function canTrack(channel: Channel): Outcome<true, 'voice_has_no_links'> {
  return channel === 'voice' ? refused('voice_has_no_links') : done(true);
}

/** Whether a channel is among those that a provider is connected for. */
export function canSend(
  channel: Channel,
  connected: readonly Channel[],
): Outcome<true, 'channel_not_connected'> {
  return connected.includes(channel) ? done(true) : refused('channel_not_connected');
}

/** What a merchant does about a channel that nobody sends for. */
export const notConnectedText = (channel: Channel): string =>
  `${channelLabel[channel]} is not connected. Connect a provider in Settings.`;

/** One message to one person on each channel, ready to go out. `to` is an address or a number in E.164. */
export interface Messages {
  email: Mail;
  sms: Sms;
  whatsapp: WhatsAppMessage;
  voice: Call;
}

export interface Sms {
  to: string;
  text: string;
  /** Comes back in each report on this message, so that it finds its delivery. Empty: nobody waits for reports. */
  reference: string;
}

/** Free text may be sent only to somebody who wrote within the last 24 hours; everything else is an approved template. */
export type WhatsAppMessage = { to: string; reference: string } & (
  | {
      kind: 'template';
      /** The provider's name or id of the template. */
      name: string;
      /** Such as de or en_US. */
      language: string;
      /** What fills {{1}}, {{2}} … of its body. */
      variables: string[];
      /** What follows the fixed part of each URL button's address, in their order; null where all of it is fixed. */
      buttons: (string | null)[];
    }
  | { kind: 'session'; text: string }
);

export interface Call {
  to: string;
  /** What is read out. */
  text: string;
  /** Such as en-GB. */
  language: string;
  reference: string;
}

/** What every provider fulfils. */
export interface Provider<C extends Channel> {
  /** The address or number that people see a message come from. */
  sender: string;
  /** Where e-mails come back to; the sender's address where it is left out. */
  returnPath?: string | undefined;
  /** Gives one message to the provider. Never throws: whatever happens is one of the outcomes. */
  send(message: Messages[C]): Promise<Handover>;
}

/** How an address or number does not take messages: for good, or this time. */
export type Bounce = 'hard' | 'soft';

/** What became of a message that was given to a provider. `reason` is in the provider's words. */
export type Handover =
  | { outcome: 'accepted'; providerMessageId: string }
  /** Never will be accepted. `bounce` where that is about the address or number itself. */
  | { outcome: 'refused'; reason: string; bounce?: Bounce }
  /** The provider does not have it; trying again may succeed, where it says when, not sooner. */
  | {
      outcome: 'later';
      reason: string;
      retryAfterMs?: number;
      /** It is not about this message: the provider takes nothing at the moment. */
      everything?: true;
    }
  /** The provider does not take the login: it has nothing, and takes nothing until the credentials are mended. */
  | { outcome: 'denied'; reason: string }
  /** The connection was lost while the message was under way: the provider may or may not have it. */
  | { outcome: 'unknown'; reason: 'interrupted' };

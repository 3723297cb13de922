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

/** Whether a provider is connected that messages on this channel go out through. */
export function canSend(channel: Channel): Outcome<true, 'channel_not_connected'> {
  return channel === 'email' ? done(true) : refused('channel_not_connected');
}

/** What became of a message that was given to a provider. `reason` is in the provider's words. */
export type Handover =
  | { outcome: 'accepted'; providerMessageId: string }
  /** Never will be accepted. */
  | { outcome: 'refused'; reason: string }
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

/** The most marketing messages that one contact is sent within so many days. */
export interface FrequencyCap {
  messages: number;
  /** Of 24 hours, back from the moment of sending. */
  days: number;
  /** channel: counted for each channel by itself · all: over all channels. */
  scope: 'channel' | 'all';
}

export const CAP_LIMITS = {
  messages: { least: 1, most: 100 },
  days: { least: 1, most: 90 },
} as const;

const DAY_MS = 86_400_000;

/** Messages sent after this count. */
export const countedSince = ({ days }: FrequencyCap, now: Date): Date =>
  new Date(now.getTime() - days * DAY_MS);

/** Whether a contact who was sent these is sent no further message on a channel. */
export function isAtCap(
  cap: FrequencyCap,
  channel: string,
  sent: readonly { channel: string; at: Date }[],
  now: Date,
): boolean {
  const since = countedSince(cap, now);
  const counted = sent.filter((one) => one.at > since && (cap.scope === 'all' || one.channel === channel));
  return counted.length >= cap.messages;
}

/** Journeys that took the same way, and how often each end came of it. */
export interface Journeys {
  /** Channel of each touch, by time. */
  channels: readonly string[];
  /** When each touch was, in milliseconds. Needed by models that look at time alone. */
  times?: readonly number[];
  conversions: number;
  /** Of all those conversions together. */
  value: number;
  /** How many ended without one. */
  nulls: number;
}

/** What a channel earned under one model. */
export interface ChannelTotal {
  channel: string;
  conversions: number;
  value: number;
}

/** Takes journeys one after another, in any order, and keeps no more than its model needs. */
export interface Tally {
  add(journeys: Journeys): void;
  /** Of every channel that was seen, by first appearance. */
  totals(): ChannelTotal[];
}

import { z } from 'zod';
import { GRADES } from '~/attribution/evidence';
import {
  RULE_MODELS,
  LONGEST_WINDOW,
  type Settings,
  WINDOW_CHANNELS,
  type WindowChannel,
} from '~/attribution/facts';

const days = z.number().int().min(1).max(LONGEST_WINDOW);

/** Everything of settings but their version, as it is stored and as receipts tell it. */
export const ruleSchema = z.object({
  model: z.enum(RULE_MODELS),
  windowDays: days,
  channelWindows: z.partialRecord(z.enum(WINDOW_CHANNELS), days).default({}),
  scope: z.enum(['all_sources', 'messages_only']),
  halfLifeDays: z.number().int().min(1).max(LONGEST_WINDOW).default(7),
  refusedGrades: z.array(z.enum(GRADES)).default([]),
  renewals: z.enum(['apart', 'inside']).default('apart'),
  basis: z.enum(['total', 'net']).default('total'),
});
/** The rule of a version of the settings. */
export type Rule = Omit<Settings, 'version'>;

/** The window of a channel in days; of other sources, and of channels that have none of their own, the one for all. */
export function windowOf(
  { windowDays, channelWindows }: Pick<Settings, 'windowDays' | 'channelWindows'>,
  channel: string | undefined,
): number {
  const own = channelWithWindow(channel);
  return (own && channelWindows[own]) ?? windowDays;
}

/** Whether a channel has a window of its own. */
export function hasOwnWindow(
  { channelWindows }: Pick<Settings, 'channelWindows'>,
  channel: string | null,
): boolean {
  const own = channelWithWindow(channel ?? undefined);
  return own !== undefined && channelWindows[own] !== undefined;
}

const channelWithWindow = (channel: string | undefined): WindowChannel | undefined =>
  WINDOW_CHANNELS.find((known) => known === channel);

/** The settings with another window for a channel: its own where it has one, else the one for all. */
export function withWindow(settings: Settings, channel: string | undefined, windowDays: number): Settings {
  const own = channelWithWindow(channel);
  return own && settings.channelWindows[own] !== undefined
    ? { ...settings, channelWindows: { ...settings.channelWindows, [own]: windowDays } }
    : { ...settings, windowDays };
}

/** Whether two rules say the same. */
export const isSameRule = (a: Rule, b: Rule): boolean => ruleKey(a) === ruleKey(b);

function ruleKey(rule: Rule): string {
  const { model, windowDays, scope, renewals, basis } = rule;
  const halfLife = model === 'time_decay' ? rule.halfLifeDays : null;
  const windows = WINDOW_CHANNELS.map((channel) => windowOf(rule, channel));
  const refused = rule.refusedGrades.toSorted();
  return JSON.stringify([model, windowDays, windows, scope, halfLife, refused, renewals, basis]);
}

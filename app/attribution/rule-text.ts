import { gradeLabel } from '~/attribution/evidence';
import { type RuleModel, WINDOW_CHANNELS } from '~/attribution/facts';
import type { Rule } from '~/attribution/settings';
import { versionChannelLabel } from '~/channels/channel';

/** The rule in words: "Last click within 5 days before the order, over all sources." */
export function ruleSentence(rule: Rule): string {
  const window = `within ${windowText(rule)} before the order`;
  const halfLife = rule.halfLifeDays === 1 ? 'day' : days(rule.halfLifeDays);
  const models: Record<RuleModel, string> = {
    last_click: `Last click ${window}`,
    first_click: `First click ${window}`,
    any_click: `Every click ${window} takes the whole order, so that the sum may exceed your sales`,
    linear: `All clicks ${window} in equal parts`,
    position_based: `First click 40%, last click 40%, the rest to those between, ${window}`,
    time_decay: `Clicks ${window}, half as much for every ${halfLife} that they lie further back`,
  };
  const sources = rule.scope === 'all_sources' ? 'over all sources' : 'over your messages only';
  const refused = rule.refusedGrades.map((grade) => `“${gradeLabel[grade]}”`).join(', ');
  return [
    `${models[rule.model]}, ${sources}.`,
    refused && `Not accepted as evidence: ${refused}.`,
    rule.renewals === 'inside' && 'Renewals count like other orders.',
    rule.basis === 'net' && 'Orders count without tax, duties and shipping.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The windows: "5 days", or "5 days (Email 14, SMS 3)" where channels have their own. */
export function windowText({
  windowDays,
  channelWindows,
}: Pick<Rule, 'windowDays' | 'channelWindows'>): string {
  const own = WINDOW_CHANNELS.flatMap((channel) => {
    const length = channelWindows[channel];
    return length === undefined ? [] : [`${versionChannelLabel(channel)} ${length}`];
  });
  return own.length === 0 ? days(windowDays) : `${days(windowDays)} (${own.join(', ')})`;
}

export const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

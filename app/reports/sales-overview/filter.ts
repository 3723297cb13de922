import { gradeLabel, GRADES } from '~/attribution/evidence';
import { CHANNELS, LINK_CHANNEL, versionChannelLabel } from '~/channels/channel';

/** What a credit can be told by. */
export const FILTER_FIELDS = [
  'channel',
  'campaign',
  'automation',
  'message',
  'source',
  'medium',
  'tag_campaign',
  'customer',
  'grade',
] as const;
export type FilterField = (typeof FILTER_FIELDS)[number];

export const filterFieldLabel: Record<FilterField, string> = {
  channel: 'Channel',
  campaign: 'Campaign',
  automation: 'Automation',
  message: 'Message',
  source: 'Source (utm_source)',
  medium: 'Medium (utm_medium)',
  tag_campaign: 'Campaign tag (utm_campaign)',
  customer: 'Customer',
  grade: 'Evidence',
};

export interface Condition {
  field: FilterField;
  /** False: is not. */
  is: boolean;
  /** The id of a campaign, automation or message version as decimal text. */
  value: string;
}

/** Groups of conditions: a credit meets all conditions of one group at least. Without a group every credit does. */
export type Filter = readonly (readonly Condition[])[];

/** new: the first order that is here of its customer · returning · unknown: without a customer, or a test */
export const CUSTOMERS = ['new', 'returning', 'unknown'] as const;
export type CustomerKind = (typeof CUSTOMERS)[number];

export const customerLabel: Record<CustomerKind, string> = {
  new: 'New',
  returning: 'Returning',
  unknown: 'Not known',
};

/** The values that a field can have, where they are few. */
export const fixedChoices: Partial<Record<FilterField, { value: string; label: string }[]>> = {
  channel: [...CHANNELS.filter((channel) => channel !== 'voice'), LINK_CHANNEL].map((value) => ({
    value,
    label: versionChannelLabel(value),
  })),
  customer: CUSTOMERS.map((value) => ({ value, label: customerLabel[value] })),
  grade: GRADES.map((value) => ({ value, label: gradeLabel[value] })),
};

/** As much as there is room for. */
export const MOST_GROUPS = 5;
export const MOST_CONDITIONS = 5;

/** `channel=email&customer=new|!source=blog`: e-mails to new customers, or whatever has another source than blog. */
export const writeFilter = (filter: Filter): string =>
  filter
    .filter((group) => group.length > 0)
    .map((group) =>
      group.map(({ field, is, value }) => `${is ? '' : '!'}${field}=${encodeURIComponent(value)}`).join('&'),
    )
    .join('|');

/**
 * "Channel is Email and customer is New; or source is not blog".
 * @param names of campaigns, automations and messages, by field and id as `campaign 12`
 */
export function filterSentence(filter: Filter, names: ReadonlyMap<string, string>): string {
  const conditionText = ({ field, is, value }: Condition) => {
    const choice = fixedChoices[field]?.find((one) => one.value === value)?.label;
    const name = choice ?? names.get(`${field} ${value}`) ?? (value || '(none)');
    return `${filterFieldLabel[field].toLowerCase()} is ${is ? '' : 'not '}${name}`;
  };
  const text = filter.map((group) => group.map(conditionText).join(' and ')).join('; or ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

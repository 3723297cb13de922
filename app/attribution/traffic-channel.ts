import { decoded, hostIn, sourceOfHost, sourceOfTag } from '~/attribution/known-source';
import type { SourceKind } from '~/attribution/source-list';

/**
 * Where visits come from: the default channel groups of Google Analytics 4, and those that it has no group for. A
 * message of the shop stands in the channel it was sent on, and a tracking link in its own.
 */
export const TRAFFIC_CHANNELS = {
  direct: 'Direct',
  cross_network: 'Cross-network',
  paid_shopping: 'Paid Shopping',
  paid_search: 'Paid Search',
  paid_social: 'Paid Social',
  paid_video: 'Paid Video',
  display: 'Display',
  paid_other: 'Paid Other',
  organic_shopping: 'Organic Shopping',
  organic_social: 'Organic Social',
  organic_video: 'Organic Video',
  organic_search: 'Organic Search',
  ai_assistants: 'AI Assistants',
  referral: 'Referral',
  email: 'Email',
  affiliates: 'Affiliates',
  audio: 'Audio',
  sms: 'SMS',
  push: 'Mobile Push Notifications',
  whatsapp: 'WhatsApp',
  link: 'Link',
  unassigned: 'Unassigned',
} as const;
export type TrafficChannel = keyof typeof TRAFFIC_CHANNELS;
export const trafficChannels = Object.keys(TRAFFIC_CHANNELS) as [TrafficChannel, ...TrafficChannel[]];

/** The channel of a message by the one it was sent on; a tracking link stands for its own. */
export const channelOfMessage = (channel: string): TrafficChannel =>
  trafficChannels.find((known) => known === channel) ?? 'unassigned';

/** What is known of how a visitor came. */
export interface Arrival {
  source: string | null;
  medium: string | null;
  campaign: string | null;
  /** Name of a click parameter, never its value. */
  clickParam: string | null;
  referrer: string | null;
}

export interface Traffic {
  /** By name: "Google", "summer-fair", "blog.example.org". */
  source: string;
  medium: string | null;
  channel: TrafficChannel;
}

interface ClickParam {
  /** Whose it is. */
  name: string;
  kind: SourceKind;
  /** What an ad's click stands for where no tag says; null where every link that leads out gets it. */
  medium: 'cpc' | 'display' | null;
}

/** Parameters that platforms add to the addresses they lead to, by name. */
const CLICK_PARAMS = new Map<string, ClickParam>(
  (
    [
      ['gclid gclsrc gbraid wbraid gad_source gad_campaignid', 'Google', 'search', 'cpc'],
      ['dclid', 'Google', 'ads', 'display'],
      ['msclkid', 'Bing', 'search', 'cpc'],
      ['yclid ymclid', 'Yandex', 'search', 'cpc'],
      ['fbclid', 'Facebook', 'social', null],
      ['igshid igsh', 'Instagram', 'social', null],
      ['ttclid', 'TikTok', 'social', 'cpc'],
      ['twclid', 'X (Twitter)', 'social', 'cpc'],
      ['li_fat_id', 'LinkedIn', 'social', 'cpc'],
      ['epik', 'Pinterest', 'social', 'cpc'],
      ['sccid sc_click_id', 'Snapchat', 'social', 'cpc'],
      ['rdt_cid', 'Reddit', 'social', 'cpc'],
      ['qclid', 'Quora', 'social', 'cpc'],
      ['dicbo obclid', 'Outbrain', 'ads', 'cpc'],
      ['tblci', 'Taboola', 'ads', 'cpc'],
      ['srsltid', 'Google', 'search', null],
      ['irclickid', 'Impact', 'affiliate', null],
      ['awc', 'Awin', 'affiliate', null],
      ['cjevent', 'CJ', 'affiliate', null],
      ['ransiteid', 'Rakuten Advertising', 'affiliate', null],
      ['sscid', 'ShareASale', 'affiliate', null],
      ['mc_cid mc_eid', 'Mailchimp', 'email', null],
      ['_kx', 'Klaviyo', 'email', null],
      ['mkt_tok', 'Marketo', 'email', null],
      ['_hsenc _hsmi', 'HubSpot', 'email', null],
    ] as const
  ).flatMap(([params, name, kind, medium]) =>
    params.split(' ').map((param) => [param, { name, kind, medium }] as const),
  ),
);

/** Which of an address's parameters tells best where a click came from, by name: an ad's, else one that all links get. */
export function clickParamIn(names: readonly string[]): string | undefined {
  const known = names.filter((name) => CLICK_PARAMS.has(name.toLowerCase()));
  return known.find((name) => CLICK_PARAMS.get(name.toLowerCase())?.medium) ?? known[0];
}

export const isClickParam = (name: string): boolean => CLICK_PARAMS.has(name.toLowerCase());

/** What a word for nothing stands for: nothing. */
const NOTHING = new Set(['', '(none)', '(not set)', '(direct)', 'none', 'null', 'undefined', 'direct']);

/** A tag as rules compare it. */
function word(text: string | null): string {
  const plain = decoded((text ?? '').replace(/\+/g, ' '))
    .trim()
    .toLowerCase();
  return NOTHING.has(plain) ? '' : plain;
}

/**
 * Source, medium and channel of an arrival that no message of the shop explains; undefined for a direct one. Rules and
 * their order are those of Google Analytics 4 (support.google.com/analytics/answer/9756891); what they leave unassigned
 * goes by the kind of its source. Tags say more than the referrer, unless an ad's click is in the address and the tags
 * name nobody known.
 * @param isOwn whether a host is the shop's own, or where its customers go to pay
 */
export function classify(arrival: Arrival, isOwn: (host: string) => boolean): Traffic | undefined {
  const campaign = word(arrival.campaign);
  const tag = word(arrival.source);
  const tagged = tag ? sourceOfTag(tag) : undefined;
  const param = arrival.clickParam?.toLowerCase();
  const click = param === undefined ? undefined : (CLICK_PARAMS.get(param) ?? unknownAd(param));
  const medium = word(arrival.medium) || (click?.medium ?? '');
  const host = hostIn(arrival.referrer);
  const referrer = host && !isOwn(host) ? host : undefined;
  if (!tag && !medium && !campaign && !click && !referrer) return undefined;

  const referring = referrer ? sourceOfHost(referrer) : undefined;
  const other = !tag || click ? (referring ?? click) : undefined;
  const known = tagged?.known ?? other;
  const paid = isPaid(medium) || tagged?.paid === true || isPaid(click?.medium ?? '');
  const isReferral = !tag && !medium && referrer !== undefined;
  return {
    source:
      tagged?.known?.name ??
      (tag ? decoded(arrival.source ?? '').trim() : undefined) ??
      other?.name ??
      referrer ??
      (campaign
        ? `campaign ${decoded(arrival.campaign ?? '').trim()}`
        : decoded(arrival.medium ?? '').trim()),
    medium: medium || null,
    channel: channelOfTraffic({ source: tag, medium, campaign, kind: known?.kind, paid, isReferral }),
  };
}

const unknownAd = (param: string): ClickParam => ({ name: `ad (${param})`, kind: 'ads', medium: 'cpc' });

const isPaid = (medium: string) =>
  /cp|^ppc$|^retargeting$|^paid/.test(medium) ||
  /^(re-?marketing|sem|sea|ads?|ad[-_ ]?words|p-?max|performance[-_ ]?max|pla|sponsored|boosted|paid.*)$/.test(
    medium,
  );

interface Clues {
  source: string;
  medium: string;
  campaign: string;
  kind: SourceKind | undefined;
  paid: boolean;
  isReferral: boolean;
}

const SHOP_CAMPAIGN = /(^|[^a-df-z])shop|shopping/;
const DISPLAY = /^(display|banner|expandable|interstitial|cpm)$/;
const SOCIAL = /^(social|social[-_ ]?network|social[-_ ]?media|sm|organic[-_ ]?social)$/;
const EMAIL = /^e[-_ ]?mail$/;

const PAID_BY_KIND: Partial<Record<SourceKind, TrafficChannel>> = {
  shopping: 'paid_shopping',
  search: 'paid_search',
  social: 'paid_social',
  video: 'paid_video',
};

const CHANNEL_BY_KIND: Record<SourceKind, TrafficChannel> = {
  search: 'organic_search',
  social: 'organic_social',
  video: 'organic_video',
  shopping: 'organic_shopping',
  ai: 'ai_assistants',
  email: 'email',
  sms: 'sms',
  whatsapp: 'whatsapp',
  push: 'push',
  affiliate: 'affiliates',
  audio: 'audio',
  ads: 'paid_other',
  site: 'referral',
  tool: 'referral',
};

function channelOfTraffic({ source, medium, campaign, kind, paid, isReferral }: Clues): TrafficChannel {
  const shopping = SHOP_CAMPAIGN.test(campaign);
  if (/cross-network/.test(campaign)) return 'cross_network';
  if (paid && !DISPLAY.test(medium)) {
    if (shopping || kind === 'shopping') return 'paid_shopping';
    return (kind && PAID_BY_KIND[kind]) ?? 'paid_other';
  }
  if (medium === 'cpm' && (shopping || (kind && PAID_BY_KIND[kind])))
    return shopping ? 'paid_shopping' : ((kind && PAID_BY_KIND[kind]) ?? 'display');
  if (DISPLAY.test(medium)) return 'display';
  if (shopping || kind === 'shopping') return 'organic_shopping';
  if (kind === 'social' || SOCIAL.test(medium)) return 'organic_social';
  if (kind === 'video' || medium.includes('video')) return 'organic_video';
  if (kind === 'search' || medium === 'organic') return 'organic_search';
  if (kind === 'ai') return 'ai_assistants';
  if (/^(referral|app|link)$/.test(medium)) return 'referral';
  if (EMAIL.test(source) || EMAIL.test(medium)) return 'email';
  if (/^affiliates?$/.test(medium)) return 'affiliates';
  if (medium === 'audio') return 'audio';
  if (source === 'sms' || medium === 'sms') return 'sms';
  if (/push$|mobile|notification/.test(medium) || source === 'firebase') return 'push';
  return byMedium(medium) ?? (kind ? CHANNEL_BY_KIND[kind] : isReferral ? 'referral' : 'unassigned');
}

/** Mediums that shops write and Google Analytics has no rule for. */
function byMedium(medium: string): TrafficChannel | undefined {
  if (/whats-?app/.test(medium)) return 'whatsapp';
  if (/^(news-?letters?|e-?mails?|edm)\b|^mail(ing)?$/.test(medium)) return 'email';
  if (/^(text|mms)([-_ ]?messages?)?$|sms/.test(medium)) return 'sms';
  if (/affiliate|^partners?$|influencer/.test(medium)) return 'affiliates';
  if (/^(podcast|radio)s?$/.test(medium)) return 'audio';
  if (/social/.test(medium)) return 'organic_social';
  if (/^(seo|search)$/.test(medium)) return 'organic_search';
  return undefined;
}

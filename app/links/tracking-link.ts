import { DateTime } from 'luxon';
import { type Finding, lintLinks, lintTags, type LintContext } from '~/tagging/linter';
import { completeAddress } from '~/tagging/mend-links';
import type { SkipReason } from '~/tagging/skip-reason';
import { sendDateOf, type TokenValues } from '~/tagging/tag-tokens';
import { tagUrl } from '~/tagging/tag-url';

/** The places of a tracking link's version: where it leads, and where it leads once it has expired. */
export const DESTINATION = 0;
export const FALLBACK = 1;

export const LINK_TABS = ['all', 'active', 'expired', 'archived'] as const;
export type LinkTab = (typeof LINK_TABS)[number];
export type LinkStatus = Exclude<LinkTab, 'all'>;

export const linkStatusLabel: Record<LinkStatus, string> = {
  active: 'Active',
  expired: 'Expired',
  archived: 'Archived',
};

/** An archived link is one whether or not it has expired: it left the lists. */
export function linkStatusOf(
  { archivedAt, expiresAt }: { archivedAt: Date | null; expiresAt: Date | null },
  now: Date,
): LinkStatus {
  if (archivedAt) return 'archived';
  return expiresAt && expiresAt <= now ? 'expired' : 'active';
}

/** The three UTM values as the merchant wrote them. */
export interface LinkTags {
  source: string;
  medium: string;
  campaign: string;
}

/** What a merchant says of a tracking link. */
export interface LinkContent {
  name: string;
  /** Empty: in no group. */
  groupName: string;
  destination: string;
  tags: LinkTags;
  expiresAt: Date | null;
  /** Where it leads once expired; empty: the shop's home page. */
  fallbackUrl: string;
}

/** What the tokens in a link's tags stand for; its day of sending is the day it was made. */
export function linkTokens(name: string, createdAt: Date, zone: string): TokenValues {
  return { campaign_name: name, send_date: sendDateOf(createdAt, zone) };
}

/** The instant at which the day (yyyy-mm-dd) ends in the shop's zone; null for no day, undefined where it is none. */
export function endOfDay(day: string, zone: string): Date | null | undefined {
  if (day === '') return null;
  const start = DateTime.fromISO(day, { zone });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !start.isValid) return undefined;
  return start.plus({ days: 1 }).startOf('day').toJSDate();
}

/** The last day of a link that expires at this instant, as yyyy-mm-dd; empty for none. */
export function lastDayOf(expiresAt: Date | null, zone: string): string {
  if (!expiresAt) return '';
  return DateTime.fromMillis(expiresAt.getTime() - 1, { zone }).toISODate() ?? '';
}

/** Hosts and addresses that a destination is checked against. */
export interface ShopPlace {
  /** Under which the shop is reached, `www.` or not. */
  hosts: readonly string[];
  storefrontUrl: string;
  /** Where short addresses begin, such as `https://app.example/s/`. */
  shortBase: string;
}

export interface AddressFinding {
  level: Finding['level'];
  reason: string;
  message: string;
  fix?: Finding['fix'];
}

/**
 * What is to be said of an address that a link is to lead to; refusals first.
 * @param tagged whether it gets tags: the fallback does not
 */
export function checkAddress(url: string, shop: ShopPlace, tagged: boolean): AddressFinding[] {
  const refusal = (reason: string, message: string, value?: string): AddressFinding[] => [
    { level: 'refusal', reason, message, ...(value && { fix: { label: `Use “${value}”`, value } }) },
  ];
  if (url.trim() === '') return refusal('empty', 'Enter the address of the page that the link leads to.');
  if (url.includes('{{'))
    return refusal('merge_tag', 'A tracking link is the same for everybody, so it can hold no merge tags.');
  const skipped = tagUrl(url, { source: 'x', medium: 'x', campaign: 'x' });
  if (!skipped.ok && skipped.reason === 'relative') {
    const value = /\s/.test(url.trim()) ? undefined : completeAddress(url, shop.storefrontUrl);
    return refusal('relative', 'Begin the address with https://.', value);
  }
  if (!skipped.ok && (tagged || skipped.reason !== 'unsubscribe'))
    return refusal(skipped.reason, WHY_NOT[skipped.reason] ?? 'Enter an address that begins with https://.');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return refusal('invalid_url', NO_ADDRESS);
  if (new URL(url).host === new URL(shop.shortBase).host)
    return refusal('short_link', 'This is an address of the app itself. Enter the page it is to lead to.');
  return tagged ? lintDestination(url, shop) : [];
}

const NO_ADDRESS = 'This is no address that a browser can open.';

const WHY_NOT: Partial<Record<SkipReason, string>> = {
  unsubscribe: 'This address ends or changes a subscription, so it gets no tags. Choose another page.',
  invalid_url: NO_ADDRESS,
};

/** The links' advice that makes sense for a link by itself, in its own words. */
function lintDestination(url: string, shop: ShopPlace): AddressFinding[] {
  const tagged = tagUrl(url, { source: 'x', medium: 'x', campaign: 'x' });
  if (!tagged.ok) return [];
  const link = {
    position: DESTINATION,
    url,
    taggedUrl: tagged.value.url,
    skipped: null,
    replaced: tagged.value.replaced,
  };
  return lintLinks([link], shop.hosts, shop.storefrontUrl).map(({ level, reason, message, fix }) => ({
    level,
    reason,
    message: OWN_WORDS[reason] ?? message,
    ...(fix && { fix }),
  }));
}

const OWN_WORDS: Record<string, string> = {
  no_shop_link:
    'This is not an address of your shop. Clicks are counted, but a sale only where the visitor goes on to the shop with the tags still in the address.',
  already_tagged: 'This address has UTM values already. The ones below replace them.',
};

/** What is to be said of the tags, as the campaigns' Summary says it. */
export function lintLinkTags(
  tags: LinkTags,
  known: LintContext['known'],
  link: { name: string; tokens: TokenValues },
): Finding[] {
  return lintTags(tags, { channel: 'link', known, initiative: link.name, tokens: link.tokens });
}

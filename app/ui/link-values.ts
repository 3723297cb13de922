import { z } from 'zod';
import { lastDayOf, type LinkContent, linkTokens, type ShopPlace } from '~/links/tracking-link';
import type { LintContext } from '~/tagging/linter';
import type { TagDefaults } from '~/tagging/tag-defaults';
import { resolveTagTokens } from '~/tagging/tag-tokens';

const text = (most: number) => z.string().trim().max(most, `At most ${most} characters.`).default('');

/** What the form of a tracking link sends. */
export const linkSchema = z.object({
  name: text(120).pipe(z.string().min(1, 'Give the link a name.')),
  groupName: text(60),
  destination: text(2_000),
  source: text(200),
  medium: text(200),
  campaign: text(200),
  /** yyyy-mm-dd; empty: it does not expire. */
  lastDay: z.string().default(''),
  fallbackUrl: text(2_000),
});

/** The fields of the form as they are typed. */
export type LinkValues = z.infer<typeof linkSchema>;

/** A link as the fields show it. */
export function valuesOf(content: LinkContent, zone: string): LinkValues {
  const { name, groupName, destination, tags, expiresAt, fallbackUrl } = content;
  return { name, groupName, destination, ...tags, lastDay: lastDayOf(expiresAt, zone), fallbackUrl };
}

/**
 * What a new link starts with. Of the shop's tag defaults it takes the campaign, where all its tokens have a meaning for
 * a link: source and medium say how messages reach people, and a link is shared in other ways.
 */
export function startingValues(defaults: TagDefaults, now: Date, zone: string): LinkValues {
  const { missing, unknown } = resolveTagTokens(defaults.campaign, linkTokens('any', now, zone));
  const campaign = missing.length + unknown.length > 0 ? '' : defaults.campaign;
  const nothing = { name: '', groupName: '', destination: '', source: '', medium: '', lastDay: '' };
  return { ...nothing, campaign, fallbackUrl: '' };
}

/** What the fields of a link are checked against. */
export interface LinkFacts {
  shop: ShopPlace;
  /** The shop's time zone. */
  zone: string;
  createdAt: Date;
  known: LintContext['known'];
  /** Names of groups that there are. */
  groups: string[];
}

/** What the tokens in its tags stand for. */
export const tokensOfLink = (name: string, { createdAt, zone }: LinkFacts) =>
  linkTokens(name, createdAt, zone);

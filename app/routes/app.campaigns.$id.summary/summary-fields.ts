import type { Problem } from '~/campaigns/campaign';
import type { Channel } from '~/channels/channel';
import type { Content } from '~/messaging/compose';
import { type Finding, lintLinks, lintTags, type LintContext } from '~/tagging/linter';
import { resolveTags, type TokenValues } from '~/tagging/tag-tokens';
import { linksOf } from '~/ui/message-links';

export type SendMode = 'draft' | 'now' | 'later';

export interface Tracking {
  trackSales: boolean;
  source: string;
  medium: string;
  campaign: string;
  discountCode: string;
}

export interface SummaryAnswer {
  saved: boolean;
  /** By field. */
  errors: Record<string, string>;
  /** What the other steps must mend first. */
  problems: Pick<Problem, 'step' | 'message'>[];
}

export type KnownTags = LintContext['known'];

/** Everything the linter says of a campaign's tracking; nothing where it is off. */
export function trackingFindings(
  tracking: Tracking,
  of: {
    name: string;
    channel: Channel;
    /** Of each variant. */
    contents: readonly Content[];
    known: KnownTags;
    shopHosts: string[];
    shopUrl: string;
    tokens: TokenValues;
  },
): Finding[] {
  if (!tracking.trackSales) return [];
  const { channel, known, tokens } = of;
  return [
    ...lintTags(tracking, { channel, known, initiative: of.name, tokens }),
    ...lintLinks(
      of.contents.flatMap((content) => linksOf(content, channel, resolveTags(tracking, tokens))),
      of.shopHosts,
      of.shopUrl,
    ),
  ];
}

/** The first refusal of each field. */
export function refusalsOf(findings: readonly Finding[]): Record<string, string> {
  const refusals: Record<string, string> = {};
  for (const { field, level, message } of findings) if (level === 'refusal') refusals[field] ??= message;
  return refusals;
}

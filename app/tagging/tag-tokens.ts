import { DateTime } from 'luxon';
import { nearDuplicateOf, tidyTagValue } from './tag-values';
import type { Tags } from './tags';

/** What a tag value may hold in double braces, to be filled in for each message. */
export const TAG_TOKENS = ['campaign_name', 'send_date', 'segment', 'automation', 'step'] as const;
export type TagToken = (typeof TAG_TOKENS)[number];

/** What the tokens stand for in one message, as people write it; a token without a value is left out. */
export type TokenValues = Partial<Record<TagToken, string>>;

export interface ResolvedTag {
  /** With tidy values for its tokens; those that are missing or unknown stand as they were written. */
  value: string;
  /** Tokens that have no value, or none that a tag can be made of. */
  missing: TagToken[];
  /** What stands in double braces and is no token, as written. */
  unknown: string[];
}

const IN_BRACES = /\{\{([^{}]*)\}\}/g;

/** Fills in the tokens of a tag value: `sale_{{campaign_name}}` becomes `sale_black_friday`. */
export function resolveTagTokens(value: string, values: TokenValues): ResolvedTag {
  const missing = new Set<TagToken>();
  const unknown = new Set<string>();
  const resolved = value.replace(IN_BRACES, (written, inside: string) => {
    const token = tokenNamed(inside);
    if (!token) {
      unknown.add(written);
      return written;
    }
    const filled = tidyTagValue(values[token] ?? '');
    if (!filled) missing.add(token);
    return filled || written;
  });
  return { value: resolved, missing: [...missing], unknown: [...unknown] };
}

/** The same for each of a message's values. */
export function resolveTags<T extends Pick<Tags, 'source' | 'medium' | 'campaign'>>(
  tags: T,
  values: TokenValues,
): T {
  const resolved = (value: string) => resolveTagTokens(value, values).value;
  return {
    ...tags,
    source: resolved(tags.source),
    medium: resolved(tags.medium),
    campaign: resolved(tags.campaign),
  };
}

/** The tokens that a value holds, in order. */
export function tokensIn(value: string): TagToken[] {
  return [...value.matchAll(IN_BRACES)].flatMap(([, inside = '']) => tokenNamed(inside) ?? []);
}

function tokenNamed(inside: string): TagToken | undefined {
  return TAG_TOKENS.find((token) => token === inside.trim());
}

/** A value in whose braces each near miss of a token is that token; undefined where one is near to none. */
export function withNearestTokens(value: string): string | undefined {
  let isHopeless = false;
  const mended = value.replace(IN_BRACES, (written, inside: string) => {
    const meant = tidyTagValue(inside);
    const token = tokenNamed(meant) ?? nearDuplicateOf(meant, TAG_TOKENS);
    isHopeless ||= !token;
    return token ? `{{${token}}}` : written;
  });
  return isHopeless ? undefined : mended;
}

/** `tidyTagValue` around the tokens, which stay as they are. */
export function tidyAroundTokens(value: string): string {
  const tokens: string[] = [];
  const marked = value.replace(IN_BRACES, (written) => `zq${tokens.push(written) - 1}qz`);
  return tidyTagValue(marked).replace(/zq(\d+)qz/g, (mark, index: string) => tokens[Number(index)] ?? mark);
}

/** The day of sending in the shop's zone, as `{{send_date}}` has it: yyyy_mm_dd. */
export function sendDateOf(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).toFormat('yyyy_MM_dd');
}

import { done, refused, type Outcome } from '~/lib/outcome';
import { applyEdits } from './edits';
import { isCartPermalink, paramEdits, type Replaced } from './query-params';
import { skipReason, type SkipReason } from './skip-reason';
import { tagParams, type Tags } from './tags';

export type { Replaced, SkipReason };

/**
 * Adds the tags to a URL and changes nothing else: order, encoding, fragment, merge tags and white space stay as
 * written. Tags that the URL has with other values are replaced, and told.
 */
export function tagUrl(url: string, tags: Tags): Outcome<{ url: string; replaced: Replaced[] }, SkipReason> {
  const reason = skipReason(url);
  if (reason) return refused(reason);
  const { edits, replaced } = paramEdits(url, tagParams(tags));
  return done({ url: applyEdits(url, edits), replaced });
}

/**
 * Gives a URL one more parameter, by the rules of `tagUrl`. A cart permalink gets it as a cart attribute too, which
 * the order keeps whether or not the visitor's browser reports anything.
 */
export function addParam(url: string, name: string, value: string): string {
  const params: [string, string][] = [[name, value]];
  if (isCartPermalink(url)) params.push([`attributes[${name}]`, value]);
  return applyEdits(url, paramEdits(url, params).edits);
}

import { compileContent, fillContent } from '~/tagging/compile';
import type { MergeValues } from '~/tagging/merge-tags';
import { type SmsSize, smsSize } from '~/tagging/sms-segments';

/**
 * What a text costs as one contact would get it: merge tags filled in, and each link that is tracked replaced by a
 * short one, which carries the tags behind its redirect.
 * @param shortLink one of the length that short links have
 */
export function smsCost(text: string, values: MergeValues, shortLink: string): SmsSize {
  const compiled = compileContent(text, 'text', { source: 'x', medium: 'x', campaign: 'x' });
  return smsSize(fillContent(compiled, { link: () => shortLink, values, unsubscribeUrl: shortLink }));
}

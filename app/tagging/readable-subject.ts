import { renderMergeTags } from '~/tagging/merge-tags';

/** A subject, or a text that names one, for the merchant's reports: merge tags by what stands in for them. */
export function readableSubject(text: string): string {
  return renderMergeTags(text, {}, 'none').trim();
}

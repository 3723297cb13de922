import { applyEdits } from './edits';
import { type Format, linksOfMessage, type PlacedLink } from './message-links';
import { cleanUrl } from './skip-reason';
import { tagUrl } from './tag-url';

/**
 * Where a link that is only a part of an address was meant to lead: `/sale` into the shop, `www.shop.example/sale` to
 * the host that it names.
 * @param shopUrl the shop's storefront
 */
export function completeAddress(url: string, shopUrl: string): string {
  const part = cleanUrl(url);
  const { origin, host } = new URL(shopUrl);
  const first = part.split(/[/?#]/)[0]?.toLowerCase() ?? '';
  if (first === host || first.startsWith('www.')) return `https://${part}`;
  return `${origin}${part.startsWith('/') ? '' : '/'}${part}`;
}

/**
 * Completes the links of a message that are only a part of an address, and puts a space behind those that run into
 * what follows. Nothing else changes.
 */
export function mendLinks(content: string, format: Format, shopUrl: string): string {
  const { links } = linksOfMessage(content, format, null, 0);
  return applyEdits(
    content,
    links.flatMap((link) => {
      if (link.skipped === 'no_space_after') {
        const at = link.end + (STOPS.exec(content.slice(link.end, link.end + 3))?.[0].length ?? 0);
        return [{ start: at, end: at, text: ' ' }];
      }
      return link.skipped === 'relative' ? [completion(link, shopUrl)] : [];
    }),
  );
}

/**
 * The same for an e-mail as the visual editor keeps it, so that its links stay mended when it is edited again.
 * @param design JSON, in which each address is a text named `href`
 */
export function mendDesign(design: string, shopUrl: string): string {
  const mended = JSON.parse(design, (name, value: unknown) =>
    name === 'href' && typeof value === 'string' && isPart(value) ? completeAddress(value, shopUrl) : value,
  ) as unknown;
  return JSON.stringify(mended);
}

function isPart(url: string): boolean {
  const tagged = tagUrl(url, { source: 'source', medium: 'medium', campaign: 'campaign' });
  return !tagged.ok && tagged.reason === 'relative';
}

/** Punctuation that belongs to the word before the space. */
const STOPS = /^[,;:.!?]*/;

function completion({ start, written, url }: PlacedLink, shopUrl: string) {
  const missing = completeAddress(url, shopUrl).slice(0, -cleanUrl(url).length);
  const spaces = /^\s*/.exec(written)?.[0].length ?? 0;
  return { start, end: start + spaces, text: missing };
}

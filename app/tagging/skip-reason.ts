import { MASK, maskMergeTags } from './merge-tags';

/** Why a link is left alone, one word each, counted in the report. */
export type SkipReason =
  | 'mailto'
  | 'tel'
  | 'sms'
  | 'anchor'
  | 'javascript'
  | 'data'
  | 'cid'
  | 'unsubscribe'
  | 'opted_out'
  | 'merge_tag'
  | 'relative'
  | 'invalid_url'
  | 'no_space_after'
  | 'not_web'
  | 'empty';

const BY_SCHEME: Record<string, SkipReason> = {
  mailto: 'mailto',
  tel: 'tel',
  callto: 'tel',
  sms: 'sms',
  smsto: 'sms',
  mms: 'sms',
  javascript: 'javascript',
  vbscript: 'javascript',
  data: 'data',
  cid: 'cid',
};

/** Words by which a link says that it ends or changes a subscription, in the languages of our merchants. */
const UNSUBSCRIBE =
  /unsubscri|(?<![a-z])unsub(?![a-z])|(?<![a-z])opt[-_]?out(?![a-z])|(?:e?mail|subscription|subscriber|communication|notification|manage)[-_/]?preferences|\/preferences(?![a-z])|preference[-_]?cent(?:er|re)|manage[-_]?(?:my[-_]?)?subscriptions?[-_]?url|update[-_]?profile|profile[-_]?cent(?:er|re)|abmelden|abbestellen|desinscri|desabonn|désinscri|désabonn|darse[-_]?de[-_]?baja|disiscri|cancellati[-_]|afmelden|uitschrijven|avregistrer|avprenumerer|afmeld(?![a-z])|avmeld(?![a-z])|wypisz/i;

/** The same where a reader sees it: the whole text of a link. */
const UNSUBSCRIBE_TEXT =
  /^(?:click here to )?(?:unsubscribe(?: here| now| instantly| from .{1,40})?|opt[- ]?out|(?:manage|update|change|edit) (?:your |my |email |e-mail |subscription )*preferences|(?:email|e-mail|subscription) preferences|(?:hier )?abmelden|abbestellen|newsletter abmelden|vom newsletter abmelden|se désinscrire|se désabonner|désinscription|darse de baja|cancelar suscripción|disiscriviti|annulla iscrizione|afmelden|uitschrijven|avregistrera|avsluta prenumeration|afmeld|meld af)[.!]?$/i;

/** A URL as a browser takes it: without control characters and spaces around it, and without tabs and line breaks in it. */
export function cleanUrl(url: string): string {
  let start = 0;
  let end = url.length;
  while (start < end && url.charCodeAt(start) <= 32) start += 1;
  while (end > start && url.charCodeAt(end - 1) <= 32) end -= 1;
  return url.slice(start, end).replace(/[\t\n\r]/g, '');
}

/** Whether the words of a link, as its readers see them, make it the way out of a list. */
export function saysUnsubscribe(linkText: string): boolean {
  return UNSUBSCRIBE_TEXT.test(linkText.replace(/\s+/g, ' ').trim());
}

/**
 * Why this URL is left alone, by what a browser would do with it; null where it can be tagged.
 * A path alone is `relative`: a message has no page that it could belong to.
 */
export function skipReason(url: string): SkipReason | null {
  const cleaned = cleanUrl(url);
  if (cleaned === '') return 'empty';
  if (cleaned.startsWith('#')) return 'anchor';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(cleaned)?.[1]?.toLowerCase();
  const isWeb = scheme === undefined || scheme === 'http' || scheme === 'https';
  if (!isWeb) return BY_SCHEME[scheme] ?? 'not_web';
  if (UNSUBSCRIBE.test(cleaned.replace(/utm_[a-z]+=[^&#]*/gi, ''))) return 'unsubscribe';

  const masked = maskMergeTags(cleaned);
  if (masked === undefined) return 'merge_tag';
  if (masked.startsWith(MASK)) return isOnlyMasked(masked) ? 'merge_tag' : null;
  if (scheme === undefined && !/^[\\/]{2}/.test(masked)) return 'relative';
  const stood = masked.replaceAll(MASK, 'x');
  return URL.canParse(stood, 'https://shop.example') ? null : 'invalid_url';
}

function isOnlyMasked(masked: string): boolean {
  return masked.replaceAll(MASK, '').trim() === '';
}

import { completeAddress } from './mend-links';
import type { TaggedLink } from './message-links';
import type { Tags } from './tags';
import {
  resolveTagTokens,
  TAG_TOKENS,
  tidyAroundTokens,
  tokensIn,
  type TagToken,
  type TokenValues,
  withNearestTokens,
} from './tag-tokens';
import { nearDuplicateOf, tidyTagValue } from './tag-values';

export type TagField = 'source' | 'medium' | 'campaign';

/** Something to know about the tags or links of a message before it is sent. */
export interface Finding {
  field: TagField | 'links';
  /** A refusal stands in the way of saving; advice does not. */
  level: 'refusal' | 'advice';
  reason: string;
  message: string;
  /** What one click puts into the field; for a link, what it becomes. */
  fix?: { label: string; value: string };
}

export interface LintContext {
  /** `link`: a tracking link, whose medium is whatever it is shared through. */
  channel: 'email' | 'sms' | 'whatsapp' | 'voice' | 'link';
  /** Values that the shop's messages have already. */
  known: { source: string[]; medium: string[]; campaign: { value: string; initiative: string }[] };
  /** What this message belongs to; its own campaign value is no reuse. */
  initiative: string;
  /** What the tokens in its tags stand for. */
  tokens: TokenValues;
}

const FIELDS: readonly TagField[] = ['source', 'medium', 'campaign'];

/** Longer values are cut off in reports; Shopify and Google keep at least so many characters. */
const LONGEST = 100;

/** Checks the three values that a merchant types, as they will be sent. Refusals first, field by field. */
export function lintTags(tags: Tags, context: LintContext): Finding[] {
  const findings = FIELDS.flatMap((field) => lintValue(field, tags[field], context));
  return [
    ...findings.filter(({ level }) => level === 'refusal'),
    ...findings.filter(({ level }) => level === 'advice'),
  ];
}

function lintValue(field: TagField, value: string, context: LintContext): Finding[] {
  const finding = (level: Finding['level'], reason: string, message: string, fix?: string): Finding => ({
    field,
    level,
    reason,
    message,
    ...(fix ? { fix: { label: `Use “${fix}”`, value: fix } } : {}),
  });
  if (value.trim() === '')
    return [finding('refusal', 'missing', `Enter a ${NAMES[field]}.`, suggested(field, context))];

  const personal = [value, ...tokensIn(value).map((token) => context.tokens[token] ?? '')]
    .map(personalDataIn)
    .find(Boolean);
  if (personal)
    return [
      finding(
        'refusal',
        'personal_data',
        `This holds ${personal}. Tags are visible to everybody who sees the link, so they must not tell who somebody is.`,
      ),
    ];
  const { value: sent, missing, unknown } = resolveTagTokens(value, context.tokens);
  if (unknown.length > 0)
    return [
      finding(
        'refusal',
        'unknown_token',
        `Nothing fills in ${unknown.join(', ')}. Tags know ${TAG_TOKENS.map(inBraces).join(', ')}.`,
        withNearestTokens(value),
      ),
    ];
  if (missing.length > 0)
    return [
      finding('refusal', 'token_without_value', missing.map((token) => WITHOUT_VALUE[token]).join(' ')),
    ];
  if (sent.length > LONGEST)
    return [
      finding(
        'refusal',
        'too_long',
        `This has ${sent.length} characters. Reports cut off what is longer than ${LONGEST}.`,
        tidyTagValue(sent)
          .slice(0, LONGEST)
          .replace(/[_.~+-]+$/, ''),
      ),
    ];
  return [
    ...untidiness(sent).map(([reason, message]) =>
      finding('advice', reason, message, tidyAroundTokens(value)),
    ),
    ...fieldFindings(field, sent, context).map(([reason, message, fix]) =>
      finding('advice', reason, message, fix),
    ),
  ];
}

const inBraces = (token: TagToken) => `{{${token}}}`;

/** What to do about a token that nothing fills in. */
const WITHOUT_VALUE: Record<TagToken, string> = {
  campaign_name: '{{campaign_name}} has no value yet: give the campaign a name with Latin letters or digits.',
  send_date: '{{send_date}} has no value yet: choose when to send.',
  segment: '{{segment}} has no value yet: choose a segment whose name has Latin letters or digits.',
  automation: 'Only an automation’s messages have {{automation}}. Replace it here.',
  step: 'Only an automation’s messages have {{step}}. Replace it here.',
};

const NAMES: Record<TagField, string> = {
  source: 'UTM source',
  medium: 'UTM medium',
  campaign: 'UTM campaign',
};

function suggested(field: TagField, { channel, initiative, known }: LintContext): string | undefined {
  if (field === 'medium') return MEDIUM_OF[channel];
  return (
    (field === 'campaign' && tidyTagValue(initiative)) || known[field === 'source' ? 'source' : 'medium'][0]
  );
}

function untidiness(value: string): [reason: string, message: string][] {
  const findings: [string, string][] = [];
  if (/\p{Lu}/u.test(value))
    findings.push(['uppercase', 'Capital letters make a second value of the same name in reports.']);
  if (/\s/.test(value)) findings.push(['spaces', 'Spaces turn into %20 or + in links. Use underscores.']);
  if (/[^\x00-\x7F]/.test(value))
    findings.push([
      'non_ascii',
      'Accents and symbols are encoded in links, and some reports show them garbled.',
    ]);
  else if (/[^\w\s.~+-]/.test(value))
    findings.push([
      'punctuation',
      'Punctuation is encoded in links. Letters, digits and underscores read best.',
    ]);
  return findings;
}

/** What the medium of a message has to be. */
const MEDIUM_OF: Record<LintContext['channel'], string | undefined> = {
  email: 'email',
  sms: 'sms',
  whatsapp: 'whatsapp',
  voice: 'voice',
  link: undefined,
};

/** What a tracking link's medium usually is, the commonest first. */
export const LINK_MEDIA = ['social', 'qr', 'print', 'referral', 'influencer', 'affiliate', 'video'] as const;

function fieldFindings(
  field: TagField,
  value: string,
  { channel, known, initiative }: LintContext,
): [reason: string, message: string, fix?: string][] {
  const findings: [string, string, string?][] = [];
  const medium = MEDIUM_OF[channel];
  if (field === 'medium' && medium && tidyTagValue(value) !== medium)
    findings.push([
      'medium_mismatch',
      `This message goes out by ${CHANNEL_NAMES[channel]}, so its medium is “${medium}”.`,
      medium,
    ]);
  const values = field === 'campaign' ? known.campaign.map((entry) => entry.value) : known[field];
  const twin = field === 'medium' && medium ? undefined : nearDuplicateOf(value, values);
  if (twin !== undefined)
    findings.push([
      'near_duplicate',
      `You already use “${twin}”. Two spellings make two rows in reports.`,
      twin,
    ]);
  const owner =
    field === 'campaign' &&
    known.campaign.find((entry) => entry.value === value && entry.initiative !== initiative);
  if (owner)
    findings.push([
      'campaign_reused',
      `“${owner.initiative}” has this value too, so reports would add the two together.`,
      freeVariant(value, values),
    ]);
  return findings;
}

const CHANNEL_NAMES: Record<LintContext['channel'], string> = {
  email: 'e-mail',
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  voice: 'voice',
  link: 'link',
};

/** The value with the first number behind it that is still free. */
function freeVariant(value: string, taken: readonly string[]): string {
  const stem = tidyTagValue(value).replace(/_\d{1,3}$/, '');
  let number = 2;
  while (taken.includes(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

const ADDRESS = /[^\s@]{1,64}(?:@|%40)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+/i;
const PHONE = /(?:\+|\b00)\d[\d\s().-]{6,18}\d|\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b|\b0\d{9,12}\b/;
const CONTACT_FIELD = /\{\{\s*(?:email|first_name|last_name)\b/;

function personalDataIn(value: string): string | undefined {
  if (ADDRESS.test(value)) return 'an e-mail address';
  if (PHONE.test(value)) return 'a phone number';
  return CONTACT_FIELD.test(value) ? 'a contact’s data' : undefined;
}

const SHORTENERS = new Set(
  'bit.ly bitly.com j.mp tinyurl.com t.co goo.gl ow.ly buff.ly rebrand.ly rb.gy is.gd v.gd cutt.ly shorturl.at short.io t.ly tiny.cc tiny.one bl.ink s.id dub.sh dub.co lnkd.in fb.me trib.al geni.us amzn.to shorte.st adf.ly clck.ru t2m.io tny.im urlz.fr lc.cx spoo.me qr.ae u.to x.gd'.split(
    ' ',
  ),
);

/**
 * Checks the links of a message whose sales are to be tracked.
 * @param shopHosts the hosts under which the shop is reached, `www.` or not
 * @param shopUrl its storefront
 */
export function lintLinks(
  links: readonly TaggedLink[],
  shopHosts: readonly string[],
  shopUrl: string,
): Finding[] {
  const findings: Finding[] = [];
  const add = (level: Finding['level'], reason: string, message: string, fix?: Finding['fix']) =>
    findings.push({ field: 'links', level, reason, message, ...(fix && { fix }) });
  const tagged = links.filter((link) => link.taggedUrl !== null);
  if (tagged.length === 0)
    add(
      'refusal',
      'no_trackable_link',
      'Sales cannot be tracked: the message has no link to a web page. Add one that leads to your shop.',
    );
  const hosts = new Set(shopHosts.map(bareHost));
  if (tagged.length > 0 && !tagged.some((link) => hosts.has(hostOf(link))))
    add(
      'advice',
      'no_shop_link',
      'No link leads to your shop. Sales are counted for visitors who come from one that does.',
    );
  const foreign = tagged.find((link) => link.replaced.length > 0);
  const [first] = foreign?.replaced ?? [];
  if (foreign && first)
    add(
      'advice',
      'already_tagged',
      `Links were tagged elsewhere already (${first.name}=${first.was}). These tags replace the old ones.`,
    );
  const shortened = tagged.find((link) => SHORTENERS.has(hostOf(link)));
  if (shortened)
    add(
      'advice',
      'shortener',
      `${hostOf(shortened)} shortens links and can lose the tags. Link to the page itself.`,
    );
  const relative = links.find((link) => link.skipped === 'relative');
  if (relative) {
    const value = completeAddress(relative.url, shopUrl);
    add('advice', 'relative_link', `“${relative.url}” leads nowhere in a message. Begin it with https://.`, {
      label: `Use “${value}”`,
      value,
    });
  }
  const glued = links.find((link) => link.skipped === 'no_space_after');
  if (glued)
    add(
      'advice',
      'no_space_after',
      `Put a space behind “${glued.url}”: phones take what follows for a part of the link.`,
      { label: 'Put a space there', value: `${glued.url} ` },
    );
  const invalid = links.find((link) => link.skipped === 'invalid_url');
  if (invalid) add('advice', 'invalid_link', `“${invalid.url}” is no address that a browser can open.`);
  return findings;
}

const bareHost = (host: string) => host.toLowerCase().replace(/^www\./, '');

function hostOf({ taggedUrl }: TaggedLink): string {
  return taggedUrl && URL.canParse(taggedUrl) ? bareHost(new URL(taggedUrl).hostname) : '';
}

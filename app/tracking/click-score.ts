import { isbot } from 'isbot';
import type { MachineReason } from '~/tracking/machine-reason';

/** What the request of a tracked URL says of whoever makes it. Header values as sent; undefined where absent. */
export interface ClickRequest {
  method: string;
  userAgent: string | undefined;
  /** Values of Purpose, Sec-Purpose, X-Purpose and X-Moz: how browsers announce a look ahead. */
  purposes: (string | undefined)[];
}

export type ClickVerdict = { verdict: 'human' } | { verdict: 'machine'; reason: MachineReason };

/**
 * Gateways that fetch the links of a mail before its reader does: names of mail products alone, because security suites
 * put their names into the browsers of real people too; and words for what such a gateway does.
 */
const MAIL_GATEWAYS =
  /\b(?:proofpoint|mimecast|barracuda|ironport|messagelabs|forcepoint|fireeye|trellix|avanan|vade ?secure|hornetsecurity|spamtitan|fortimail|safe ?links|(?:link|url) ?(?:protection|resolver|scanner|checker)|e?mail ?(?:scanner|security|gateway)|anti-?(?:spam|phishing))\b/i;

/** What the library misses. */
const OTHER_BOTS = [
  /like Gecko; compatible; /i, // the form that crawlers write their names in, and no browser
  /\(Unknown; Linux x86_64\)/i, // a desktop that does not know its own screen: nobody sits at it
  /\b(?:gtmetrix|debugbear)\b/i, // services that look at pages, with a browser's name before their own
];

/** Each rule looks at the request alone; the first that holds gives the reason. */
const RULES: { reason: MachineReason; holds: (request: ClickRequest) => boolean }[] = [
  { reason: 'head', holds: ({ method }) => method !== 'GET' },
  {
    reason: 'prefetch',
    holds: ({ purposes }) => purposes.some((purpose) => /prefetch|prerender|preview/i.test(purpose ?? '')),
  },
  { reason: 'no_agent', holds: ({ userAgent }) => !userAgent?.trim() },
  { reason: 'mail_gateway', holds: ({ userAgent }) => MAIL_GATEWAYS.test(userAgent ?? '') },
  {
    reason: 'bot_agent',
    holds: ({ userAgent = '' }) => isbot(userAgent) || OTHER_BOTS.some((form) => form.test(userAgent)),
  },
];

/** Tells a person's click from a machine's by what the request says. */
export function scoreClick(request: ClickRequest): ClickVerdict {
  const rule = RULES.find(({ holds }) => holds(request));
  return rule ? { verdict: 'machine', reason: rule.reason } : { verdict: 'human' };
}

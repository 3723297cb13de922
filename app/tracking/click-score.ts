import { isbot } from 'isbot';
import { remembering } from '~/lib/remembering';
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

/** What browsers call a look ahead. */
const LOOKS_AHEAD = /prefetch|prerender|preview/i;

/** What the library misses. */
const OTHER_BOTS = [
  /like Gecko; compatible; /i, // the form that crawlers write their names in, and no browser
  /\(Unknown; Linux x86_64\)/i, // a desktop that does not know its own screen: nobody sits at it
  /\b(?:gtmetrix|debugbear)\b/i, // services that look at pages, with a browser's name before their own
];

/** What a user agent says of whoever has it. Many clicks come with few agents. */
const reasonOfAgent = remembering(2_000, (agent): MachineReason | undefined => {
  if (!agent.trim()) return 'no_agent';
  if (MAIL_GATEWAYS.test(agent)) return 'mail_gateway';
  return isbot(agent) || OTHER_BOTS.some((form) => form.test(agent)) ? 'bot_agent' : undefined;
});

/** Tells a person's click from a machine's by what the request says: the first that holds gives the reason. */
export function scoreClick({ method, purposes, userAgent = '' }: ClickRequest): ClickVerdict {
  const reason =
    method !== 'GET'
      ? 'head'
      : purposes.some((purpose) => purpose !== undefined && LOOKS_AHEAD.test(purpose))
        ? 'prefetch'
        : reasonOfAgent(userAgent);
  return reason ? { verdict: 'machine', reason } : { verdict: 'human' };
}

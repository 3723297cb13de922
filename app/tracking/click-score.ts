import { isbot } from 'isbot';

/** Why a click counts as a machine's. */
export type MachineReason = 'head' | 'prefetch' | 'no_agent' | 'mail_gateway' | 'bot_agent';

/** What the request of a tracked URL says of whoever makes it. Header values as sent; undefined where absent. */
export interface ClickRequest {
  method: string;
  userAgent: string | undefined;
  /** Values of Purpose, Sec-Purpose, X-Purpose and X-Moz: how browsers announce a look ahead. */
  purposes: (string | undefined)[];
}

export type ClickVerdict = { verdict: 'human' } | { verdict: 'machine'; reason: MachineReason };

/**
 * Gateways that fetch the links of a mail before its reader does. Names of mail products alone: security suites put
 * their names into the browsers of real people too.
 */
const MAIL_GATEWAYS = /\b(?:proofpoint|mimecast|barracuda|ironport|messagelabs|forcepoint|safe ?links)\b/i;

/** Each rule looks at the request alone; the first that holds gives the reason. */
const RULES: { reason: MachineReason; holds: (request: ClickRequest) => boolean }[] = [
  { reason: 'head', holds: ({ method }) => method !== 'GET' },
  {
    reason: 'prefetch',
    holds: ({ purposes }) => purposes.some((purpose) => /prefetch|prerender|preview/i.test(purpose ?? '')),
  },
  { reason: 'no_agent', holds: ({ userAgent }) => !userAgent?.trim() },
  { reason: 'mail_gateway', holds: ({ userAgent }) => MAIL_GATEWAYS.test(userAgent ?? '') },
  { reason: 'bot_agent', holds: ({ userAgent }) => isbot(userAgent) },
];

/** Tells a person's click from a machine's by what the request says. */
export function scoreClick(request: ClickRequest): ClickVerdict {
  const rule = RULES.find(({ holds }) => holds(request));
  return rule ? { verdict: 'machine', reason: rule.reason } : { verdict: 'human' };
}

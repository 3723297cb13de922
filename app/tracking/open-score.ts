import type { MachineReason } from '~/tracking/machine-reason';
import { type ClickRequest, scoreClick } from '~/tracking/click-score';

export type OpenVerdict =
  { verdict: 'human' } | { verdict: 'machine'; reason: MachineReason | 'privacy_proxy' };

/** Fetch an image at the moment somebody displays the mail: Gmail's and Yahoo's own names for it. */
const READERS_PROXIES = /\b(?:GoogleImageProxy|YahooMailProxy)\b/;

/** How Apple's Mail Privacy Protection calls itself, which fetches every image of every mail soon after delivery. */
const APPLE_PRIVACY = /^Mozilla\/5\.0$/;

/** Tells an open by a person from one by a machine, by what the request of the image says. */
export function scoreOpen(request: ClickRequest): OpenVerdict {
  const agent = request.userAgent?.trim() ?? '';
  if (request.method === 'GET' && READERS_PROXIES.test(agent)) return { verdict: 'human' };
  if (APPLE_PRIVACY.test(agent)) return { verdict: 'machine', reason: 'privacy_proxy' };
  return scoreClick(request);
}

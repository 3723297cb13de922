import { expect, it } from 'vitest';
import { scoreOpen } from '~/tracking/open-score';

const request = (userAgent: string | undefined, method = 'GET') => ({ method, userAgent, purposes: [] });
const GMAIL = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';

it.each([
  [
    'a mail program',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)',
  ],
  ['Gmail, which fetches when somebody looks', GMAIL],
  ['Yahoo, which does so too', 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy'],
])('an open by %s is a person’s', (_, agent) => {
  expect(scoreOpen(request(agent))).toEqual({ verdict: 'human' });
});

it.each([
  ['Apple’s privacy protection', 'Mozilla/5.0', 'GET', 'privacy_proxy'],
  ['a scanner', 'Mozilla/5.0 Barracuda', 'GET', 'mail_gateway'],
  ['nobody by name', undefined, 'GET', 'no_agent'],
  ['a look at the head', GMAIL, 'HEAD', 'head'],
])('an open by %s is a machine’s', (_, agent, method, reason) => {
  expect(scoreOpen(request(agent, method))).toEqual({ verdict: 'machine', reason });
});

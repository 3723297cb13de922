import { describe, expect, it } from 'vitest';
import { type ClickRequest, scoreClick } from '~/tracking/click-score';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const request = (some: Partial<ClickRequest>): ClickRequest => ({
  method: 'GET',
  userAgent: CHROME,
  purposes: [undefined],
  ...some,
});

describe('a click', () => {
  it.each([
    ['Chrome', CHROME],
    [
      'Safari on a phone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    ],
    [
      'an app that shows the page itself',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/480.0.0]',
    ],
    [
      'Outlook, which looks a link up for whoever clicked it',
      'Microsoft Office/16.0 (Microsoft Outlook Mail 16.0; Pro)',
    ],
    ['the browser of a security suite', `${CHROME} Avast/142.0.1`],
  ])('by %s is human', (_, userAgent) => {
    expect(scoreClick(request({ userAgent }))).toEqual({ verdict: 'human' });
  });

  it.each<[string, Partial<ClickRequest>, string]>([
    ['that only asks for the head', { method: 'HEAD' }, 'head'],
    ['that Chrome makes ahead of the visitor', { purposes: [undefined, 'prefetch;prerender'] }, 'prefetch'],
    ['that Safari makes for a preview', { purposes: ['preview'] }, 'prefetch'],
    ['that names no agent', { userAgent: undefined }, 'no_agent'],
    ['whose agent is blank', { userAgent: ' ' }, 'no_agent'],
    ['by a gateway that checks mails', { userAgent: `${CHROME} Mimecast` }, 'mail_gateway'],
    ['by a messenger that makes a preview', { userAgent: 'WhatsApp/2.24.6 A' }, 'bot_agent'],
    ['by a script', { userAgent: 'python-requests/2.32' }, 'bot_agent'],
    [
      'by a browser that nobody sits at',
      { userAgent: CHROME.replace('Chrome', 'HeadlessChrome') },
      'bot_agent',
    ],
    ['whose agent names no product', { userAgent: 'unknown' }, 'bot_agent'],
    [
      'by a gateway that says what it does',
      { userAgent: 'Acme URL Scanner (Windows NT 10.0)' },
      'mail_gateway',
    ],
    [
      'by what calls itself compatible in the crawlers’ way',
      { userAgent: CHROME.replace('like Gecko)', 'like Gecko; compatible; Acme-User/0.1)') },
      'bot_agent',
    ],
    [
      'from a desktop without a screen',
      { userAgent: CHROME.replace('Windows NT 10.0; Win64; x64', 'Unknown; Linux x86_64') },
      'bot_agent',
    ],
  ])('%s is a machine', (_, some, reason) => {
    expect(scoreClick(request(some))).toEqual({ verdict: 'machine', reason });
  });
});

import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findHtmlLinks } from '~/tagging/html-links';
import { tagContent } from '~/tagging/tag-content';
import { launchBrowser } from '#test/support/browser.ts';

/** Public e-mails of others: read in place where they lie beside the project, never copied into it. */
const FOREIGN_MAILS = '../shared/data/email-html';
const TAGS = { source: 'newsletter', medium: 'email', campaign: 'spring' };

/** What a browser must read as we do: one oddity each. */
const OWN_MAILS: Record<string, string> = {
  'quotes of each kind':
    '<a href="https://shop.test/a">a</a><a href=\'https://shop.test/b?x="1"\'>b</a><a href=https://shop.test/c>c</a>',
  'names in any case, and spaces around the sign': '<A HREF = "https://shop.test/a">a</A>',
  'the first of equal attributes': '<a href="https://shop.test/a" href="https://shop.test/b">a</a>',
  'entities, with and without their semicolon':
    '<a href="https://shop.test/?a=1&amp;b=2&copy=3&#x26;d=4&notit;=5&num;f">a</a>',
  'line breaks and tabs inside': '<a href="https://shop.test/\n\ta?x=1\n">a</a>',
  'links without a link': '<a name="top">top</a><a href>empty</a><a href="">empty</a><a href="#top">up</a>',
  'other schemes':
    '<a href="mailto:a@shop.test">m</a><a href="tel:+4930">t</a><a href="javascript:void(0)">j</a><a href="cid:1">c</a>',
  'an image map':
    '<map name="m"><area href="https://shop.test/a"><area nohref><AREA HREF=//shop.test/b></map>',
  'forms that GET, and others':
    '<form action="https://shop.test/s?q=1"><input name="q"></form><form method="GET" action="https://shop.test/t"></form><form method=post action="https://shop.test/p"></form><form></form>',
  'an anchor inside an anchor': '<a href="https://shop.test/a">a<a href="https://shop.test/b">b</a>c</a>',
  'tags that are never closed':
    '<table><tr><td><a href="https://shop.test/a">a<td><p><a href="https://shop.test/b">b',
  'a tag that never ends': '<a href="https://shop.test/a">a</a><a href="https://shop.test/b"',
  'a quote that never ends': '<a href="https://shop.test/a">a</a><a href="https://shop.test/b>b</a>',
  'comments that hold links, and those that end oddly':
    '<!-- <a href="https://shop.test/no"> --><!--><a href="https://shop.test/a">a</a><!-- --!><a href="https://shop.test/b">b</a>',
  'conditional comments, both kinds':
    '<!--[if mso]><a href="https://shop.test/mso">m</a><![endif]--><!--[if !mso]><!--><a href="https://shop.test/web">w</a><!--<![endif]-->',
  'scripts, styles and text areas that hold links':
    '<style>a{content:"<a href=https://shop.test/no>"}</style><script>"<a href=https://shop.test/no>"</script><textarea><a href="https://shop.test/no"></textarea><title><a href="https://shop.test/no"></title><a href="https://shop.test/a">a</a>',
  'what is shown without scripts': '<noscript><a href="https://shop.test/a">a</a></noscript>',
  'a drawing':
    '<svg><a href="https://shop.test/a"><text>a</text></a></svg><a href="https://shop.test/b">b</a>',
  'a base': '<base href="https://shop.test/shop/"><a href="tea?x=1">tea</a><a href="/cart">cart</a>',
  'merge tags':
    '<a href="https://shop.test/{{ first_name }}?a={{ email }}">a</a><a href="{{ unsubscribe_url }}">u</a>',
  'slashes where none belong':
    '<a/href="https://shop.test/a"/>a</a><a class=x/href=https://shop.test/b/>b</a>',
  'control characters around it': '<a href="\x01https://shop.test/a\x1f">a</a>',
};

let browser: Browser;
let page: Page;
const compared: Record<string, { mails: number; links: number }> = {};

beforeAll(async () => {
  browser = await launchBrowser();
  // Mail programs run no scripts, and nothing outside is asked for.
  page = await browser.newPage({ javaScriptEnabled: false });
  await page.route('**/*', (route) =>
    route.request().url() === MAIL_URL
      ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: served })
      : route.abort(),
  );
});
afterAll(async () => {
  await browser.close();
  console.log('compared with Chromium:', compared);
});

const MAIL_URL = 'http://mail.test/';
let served = '';

/** The addresses of everything that Chromium would let a reader follow, in the order of the document. */
async function clickable(html: string): Promise<string[]> {
  served = html;
  await page.goto(MAIL_URL, { waitUntil: 'domcontentloaded' });
  return page.evaluate(() =>
    [...document.querySelectorAll('a[href], area[href], form[action]')]
      .filter((element) => !(element instanceof HTMLFormElement) || element.method === 'get')
      .map((element) => element.getAttribute(element instanceof HTMLFormElement ? 'action' : 'href') ?? ''),
  );
}

async function compare(kind: string, html: string): Promise<void> {
  const theirs = await clickable(html);
  const { content, links } = tagContent(html, 'html', TAGS);
  // Outlook reads the links inside its conditional comments; a browser does not.
  const comments = [...html.matchAll(/<!--\[if[^]*?-->/gi)].map(({ index, 0: text }) => [
    index,
    index + text.length,
  ]);
  const places = findHtmlLinks(html).links;
  const ours = links.filter(
    (_, index) =>
      !comments.some(([from = 0, to = 0]) => {
        const start = places[index]?.start ?? 0;
        return start > from && start < to;
      }),
  );
  expect(ours.map(({ url }) => url)).toEqual(theirs);
  for (const { taggedUrl, skipped } of ours) expect(taggedUrl === null).toBe(skipped !== null);

  const after = await clickable(content);
  expect(after).toHaveLength(theirs.length);
  for (const [index, { skipped }] of ours.entries()) {
    if (skipped) expect(after[index]).toBe(theirs[index]);
    else expect(after[index]).toMatch(/utm_source(?:=|%3D)newsletter/i);
  }
  const { mails, links: total } = compared[kind] ?? { mails: 0, links: 0 };
  compared[kind] = { mails: mails + 1, links: total + theirs.length };
}

describe('every link that Chromium lets a reader follow is tagged, or skipped with a reason', () => {
  it.each(Object.entries(OWN_MAILS))('%s', async (_, html) => {
    await compare('own e-mails', html);
  });

  const mails = globSync(`${FOREIGN_MAILS}/*`)
    .filter((path) => !path.endsWith('.jsonl'))
    .sort();
  it.runIf(mails.length > 0).each(mails.map((path) => [basename(path), path]))('%s', async (_, path) => {
    await compare('e-mails of others', readFileSync(path, 'utf8'));
  });
});

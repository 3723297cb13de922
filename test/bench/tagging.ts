import { load } from 'cheerio';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { compileContent, fillContent } from '~/tagging/compile';
import { tagUrl } from '~/tagging/tag-url';
import { plainTextOf } from '~/tagging/plain-text';
import { tagContent } from '~/tagging/tag-content';
import type { Tags } from '~/tagging/tags';
import { atLeast, atMost, type Bench, type Result, timeOf, told } from './bench.ts';

const TAGS: Tags = { source: 'newsletter', medium: 'email', campaign: 'spring_sale', id: 'v1' };
const SAMPLES = '../shared/data/email-html';

/** What one writes without a tagger of one's own: parse, set each href, serialise. */
function withCheerio(html: string, hrefOf: (href: string, position: number) => string): string {
  const $ = load(html);
  $('a[href], area[href]').each((position, element) => {
    $(element).attr('href', hrefOf($(element).attr('href') ?? '', position));
  });
  return $.html();
}

const tagged = (href: string): string => {
  const outcome = tagUrl(href, TAGS);
  return outcome.ok ? outcome.value.url : href;
};

/** Tagging against cheerio, and its cost over the size of the input. */
export const tagging: Bench = (progress) => {
  const mails = existsSync(SAMPLES)
    ? globSync(`${SAMPLES}/*.html`).map((path) => readFileSync(path, 'utf8'))
    : Array.from({ length: 20 }, (_, index) => newsletter(10_000 + index * 2_000, 5 + index));
  progress(`${mails.length} e-mails, ${mails.reduce((sum, mail) => sum + mail.length, 0)} characters`);

  const cheerioAll = timeOf(() => mails.forEach((mail) => withCheerio(mail, tagged)), 1_000);
  const compileAll = timeOf(() => mails.forEach((mail) => compileContent(mail, 'html', TAGS)), 1_000);
  progress(`compile ${compileAll.toFixed(1)} ms, cheerio ${cheerioAll.toFixed(1)} ms`);

  const mail = newsletter(50_000, 20);
  const compiled = compileContent(mail, 'html', TAGS);
  let recipient = 0;
  const copy = timeOf(() => {
    recipient += 1;
    return fillContent(compiled, {
      link: (position) => `https://go.example/l/${recipient}-${position}`,
      values: { first_name: 'Zoë' },
      unsubscribeUrl: `https://go.example/u/${recipient}`,
    }).length;
  });
  const again = timeOf(() => {
    recipient += 1;
    return withCheerio(mail, (_, position) => `https://go.example/l/${recipient}-${position}`).length;
  });
  progress(`a copy ${(copy * 1_000).toFixed(1)} µs, cheerio ${again.toFixed(2)} ms`);

  const results: Result[] = [
    atLeast('compile, times as fast as cheerio', cheerioAll / compileAll, 5, 'ratio'),
    told('compile', compileAll / mails.length, 'ms per e-mail'),
    atLeast('copy per recipient, times as fast as cheerio', again / copy, 200, 'ratio'),
    told('copy per recipient', copy * 1_000, 'µs'),
  ];
  for (const [name, grow, work] of GROWTH) {
    const small = grow(500_000);
    const large = grow(5_000_000);
    const ratio = timeOf(() => work(large), 100, 3) / timeOf(() => work(small), 100, 3);
    progress(`${name}: 5 MB takes ${ratio.toFixed(1)} times as long as 0.5 MB`);
    results.push(atMost(`${name}: time of 5 MB over time of 0.5 MB`, ratio, 20, 'ratio, 10 is linear'));
  }
  return Promise.resolve(results);
};

const html = (input: string) => tagContent(input, 'html', TAGS);
const text = (input: string) => tagContent(input, 'text', TAGS);
const repeated = (part: string) => (size: number) =>
  part.repeat(Math.ceil(size / part.length)).slice(0, size);

/** Ordinary and hostile inputs: what each is, how it grows, what is done with it. */
const GROWTH: [string, (size: number) => string, (input: string) => unknown][] = [
  ['a newsletter', (size) => newsletter(size, size / 2_500), html],
  ['nothing but <', repeated('<'), html],
  ['an unclosed quote', (size) => `<a href="${'x'.repeat(size)}`, html],
  ['many unclosed quotes', repeated('<a href="https://x.example/ '), html],
  ['deeply nested tags', repeated('<div><a href=https://x.example/>'), html],
  ['unclosed comments', repeated('<!-- <a href="https://x.example">'), html],
  ['open merge tags', repeated('<a href="{{ x {% '), html],
  ['a long word', (size) => `https://x.example/${'a'.repeat(size)}`, text],
  ['dots', repeated('a.b.'), text],
  ['brackets', repeated('http://x.example/(('), text],
  ['merge tags in text', repeated('{{ first_name '), (input) => compileContent(input, 'text', TAGS)],
  ['the text of nested tables', repeated('<table><tr><td>x'), plainTextOf],
];

/** An e-mail of about `size` characters with so many links, the rest paragraphs and tables. */
function newsletter(size: number, links: number): string {
  const filler = 'Fresh arrivals for the season, made to last and easy to care for. ';
  const share = Math.max(0, Math.floor(size / links) - 160);
  const block = (index: number) =>
    `<tr><td style="padding:0 24px;font-family:Arial,sans-serif"><p>${filler.repeat(Math.ceil(share / filler.length)).slice(0, share)}</p>` +
    `<a class="button" href="https://shop.example/products/item-${index}?variant=${index}&amp;ref=mail">Shop</a></td></tr>\n`;
  const body = Array.from({ length: Math.max(1, Math.floor(links)) }, (_, index) => block(index)).join('');
  return `<!doctype html><html><head><style>a{color:#123}</style></head><body><table>\n${body}</table></body></html>`;
}

import { load } from 'cheerio';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compileContent, fillContent } from '~/tagging/compile';
import { findHtmlLinks } from '~/tagging/html-links';
import { tagContent } from '~/tagging/tag-content';
import { addParam, tagUrl } from '~/tagging/tag-url';
import { tagParams } from '~/tagging/tags';
import { differences } from './conformance-differences';

/** Public e-mails and URL cases of others: read in place where they lie beside the project, never copied into it. */
const DATA = '../shared/data';
const TAGS = { source: 'newsletter', medium: 'email', campaign: 'spring', id: 'v1' };
const ADDED = tagParams(TAGS).map(([name, value]) => `${name}=${value}`);

const ran: Record<string, number> = {};
const count = (suite: string, cases: number) => (ran[suite] = (ran[suite] ?? 0) + cases);

const lines = (path: string) => readFileSync(`${DATA}/${path}`, 'utf8').trim().split('\n');
const rows = <Row>(path: string) => lines(path).map((line) => JSON.parse(line) as Row);
const json = <Value>(path: string) => JSON.parse(readFileSync(`${DATA}/${path}`, 'utf8')) as Value;

/** Compares each case, and holds the list of named differences to be complete and up to date. */
function compare<Row>(
  file: string,
  cases: readonly Row[],
  ours: (row: Row) => unknown,
  theirs: (row: Row) => unknown,
) {
  count(file, cases.length);
  const named = new Set(Object.values(differences[file] ?? {}).flat());
  const differing = cases.flatMap((row, index) =>
    JSON.stringify(ours(row)) === JSON.stringify(theirs(row)) ? [] : [index + 1],
  );
  expect(differing).toEqual([...named].sort((a, b) => a - b));
}

const conformance = () => {
  afterAll(() => {
    const total = Object.values(ran).reduce((sum, cases) => sum + cases, 0);
    const named = Object.values(differences).flatMap((reasons) => Object.values(reasons).flat()).length;
    console.log(`conformance: ${total} cases ran, ${named} named differences`, ran);
  });

  describe('e-mails', () => {
    const mails = globSync(`${DATA}/email-html/*`)
      .filter((path) => !path.endsWith('.jsonl'))
      .sort()
      .map((path) => ({ name: basename(path), html: readFileSync(path, 'utf8') }));

    it.each(mails)(
      '$name: the links that a browser shows are ours, outside of Outlook’s comments',
      ({ html }) => {
        count('e-mails against parse5', 1);
        const $ = load(html);
        const theirs = $('a[href], area[href], form[action]')
          .toArray()
          .filter((element) => element.tagName !== 'form' || !/post/i.test($(element).attr('method') ?? ''))
          .map((element) => $(element).attr(element.tagName === 'form' ? 'action' : 'href'));
        const comments = [...html.matchAll(/<!--[^]*?-->/g)].map(({ index, 0: text }) => [
          index,
          index + text.length,
        ]);
        const ours = findHtmlLinks(html)
          .links.filter(({ start }) => !comments.some(([from = 0, to = 0]) => start > from && start < to))
          .map(({ reading }) => reading.text);
        expect(ours).toEqual(theirs);
      },
    );

    it.each(mails)('$name: tagged, the same outside of its links', ({ html }) => {
      count('e-mails tagged', 1);
      const { content, links, report } = tagContent(html, 'html', TAGS);
      const places = findHtmlLinks(html).links;
      expect(places.length).toBe(report.links);
      const compiled = compileContent(html, 'html', TAGS);
      let at = 0;
      let before = 0;
      for (const [index, place] of places.entries()) {
        const outside = html.slice(before, place.start);
        expect(content.slice(at, at + outside.length)).toBe(outside);
        at += outside.length;
        const next = html.slice(place.end, places[index + 1]?.start ?? html.length);
        const value = content.slice(at, content.indexOf(next.slice(0, 1), at));
        if (!links[index]?.taggedUrl)
          expect(content.startsWith(html.slice(place.start, place.end), at)).toBe(true);
        at += links[index]?.taggedUrl ? value.length : place.end - place.start;
        before = place.end;
      }
      expect(content.slice(at)).toBe(html.slice(before));
      expect(tagContent(content, 'html', TAGS).content).toBe(content);
      const isWithoutMergeTags = !/\{\{\s*(?:first_name|last_name|email|unsubscribe_url)\b/.test(html);
      const own = fillContent(compiled, {
        link: (position) => links[position]?.taggedUrl ?? '',
        values: {},
        unsubscribeUrl: '',
      });
      if (isWithoutMergeTags) expect(own === content).toBe(true);
    });

    it('all have the URLs of the inventory, each as often', () => {
      const inventory = rows<{ tag: string; raw: string; n: number }>(
        'email-html/_href_inventory.jsonl',
      ).filter(({ tag }) => /^(?:a|area|v:\w+)$/.test(tag));
      count('href inventory', inventory.length);
      const expected = new Map<string, number>();
      for (const { raw, n } of inventory) expected.set(raw, (expected.get(raw) ?? 0) + n);
      const ours = new Map<string, number>();
      for (const { html } of mails)
        for (const { start, end } of findHtmlLinks(html).links) {
          const raw = html.slice(start, end);
          ours.set(raw, (ours.get(raw) ?? 0) + 1);
        }
      expect(ours).toEqual(expected);
    });

    it('survive a thousand random changes', () => {
      let seed = 42;
      const random = (below: number) => {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        return seed % below;
      };
      const pieces = [
        '<',
        '>',
        '"',
        "'",
        '<!--',
        '-->',
        '{{',
        '}}',
        '&',
        '=',
        ' ',
        '<a href=',
        '</',
        '\0',
        '\uD800',
      ];
      count('mutations', 1_000);
      for (let round = 0; round < 1_000; round += 1) {
        let html = mails[round % mails.length]?.html ?? '';
        for (let change = 0; change < 5; change += 1) {
          const at = random(html.length + 1);
          html = html.slice(0, at) + (pieces[random(pieces.length)] ?? '') + html.slice(at + random(40));
        }
        const once = tagContent(html, 'html', TAGS);
        expect(tagContent(once.content, 'html', TAGS).content === once.content).toBe(true);
      }
    }, 120_000);
  });

  describe('links in a text', () => {
    const found = (text: string) =>
      tagContent(text, 'text', TAGS)
        .links.filter(({ skipped }) => skipped !== 'invalid_url')
        .map(({ url }) => url);
    const marked = ({ marked }: { marked: string }) =>
      marked.split('|').filter((_, index) => index % 2 === 1);
    const anchors = (html: string) =>
      load(html)('a')
        .toArray()
        .map((element) => load(element).text());

    it('linkify-it', () => {
      compare<{ text: string; urls: string[] }>(
        'linkify-it.jsonl',
        rows('url-conformance/linkify-it.jsonl'),
        ({ text }) => found(text),
        ({ urls }) => urls,
      );
    });

    it('twitter-text', () => {
      interface Row {
        text: string;
        expected?: boolean | (string | { url: string })[];
        expected_html?: string;
      }
      compare<Row>(
        'twitter-text.jsonl',
        rows('url-conformance/twitter-text.jsonl'),
        ({ text }) => found(text),
        ({ text, expected, expected_html }) => {
          if (expected_html !== undefined) return anchors(expected_html);
          if (Array.isArray(expected))
            return expected.map((entry) => (typeof entry === 'string' ? entry : entry.url));
          return expected ? [text] : [];
        },
      );
    });

    it.each(['robinst-linkify.jsonl', 'robinst-autolink-java.jsonl'])('%s', (file) => {
      compare<{ text: string; marked: string }>(
        file,
        rows(`url-conformance/${file}`),
        ({ text }) => found(text),
        marked,
      );
    });

    it('GitHub-flavoured Markdown', () => {
      compare<{ markdown: string; html: string }>(
        'gfm-autolinks.jsonl',
        rows('url-conformance/gfm-autolinks.jsonl'),
        ({ markdown }) => found(markdown),
        ({ html }) => anchors(html).filter((text) => !text.includes('@')),
      );
    });
  });

  describe('URLs', () => {
    interface Case {
      input: string;
      base: string | null;
      failure?: boolean;
      protocol?: string;
    }
    const cases = ['wpt_urltestdata.json', 'ada_extra_urltestdata.json'].flatMap((file) =>
      json<(Case | string)[]>(`url-conformance/${file}`).filter(
        (entry): entry is Case => typeof entry !== 'string',
      ),
    );

    it('lead where they led, with the tags behind their query', () => {
      const web = cases.filter(({ input, failure }) => !failure && /^[\0- ]*https?:[\\/]{2}/i.test(input));
      count('WHATWG URLs tagged', web.length);
      for (const { input } of web) {
        const outcome = tagUrl(input, TAGS);
        if (!outcome.ok) throw new Error(`${input}: ${outcome.reason}`);
        const [before, after] = [new URL(input), new URL(outcome.value.url)];
        for (const key of ['protocol', 'username', 'password', 'host', 'pathname', 'hash'] as const)
          expect(after[key]).toBe(before[key]);
        const rest = before.search.replace(/&$/, '');
        expect(after.search).toBe(`${rest ? `${rest}&` : '?'}${ADDED.join('&')}`);
      }
    });

    it('that no browser opens are left alone', () => {
      const broken = cases.filter(
        ({ input, base, failure }) => failure && base === null && !/^[\\/]{2}/.test(input),
      );
      count('WHATWG failures refused', broken.length);
      for (const { input } of broken) expect([input, tagUrl(input, TAGS).ok]).toEqual([input, false]);
    });

    it('keep international hosts', () => {
      const hosts = json<({ input: string; output: string | null } | string)[]>(
        'url-conformance/wpt_toascii.json',
      ).filter((entry): entry is { input: string; output: string | null } => typeof entry !== 'string');
      count('hosts', hosts.length);
      for (const { input, output } of hosts) {
        const outcome = tagUrl(`https://${input}/x`, TAGS);
        expect([input, outcome.ok && new URL(outcome.value.url).host]).toEqual([input, output ?? false]);
      }
    });

    it('have values encoded as UTF-8, as a browser would', () => {
      const inputs = json<({ input: string } | string)[]>('url-conformance/wpt_percent-encoding.json').filter(
        (entry): entry is { input: string } => typeof entry !== 'string',
      );
      count('percent-encoding', inputs.length);
      for (const { input } of inputs)
        expect(new URL(addParam('https://s.example/', 'v', input)).searchParams.get('v')).toBe(input);
    });
  });

  describe('taggers of others', () => {
    interface Vector {
      kind: string;
      input: string;
      expected: string | string[] | boolean;
      append?: string;
    }
    const ourAnswer = ({ kind, input, append }: Vector): unknown => {
      const html = () => tagContent(input, 'html', TAGS);
      switch (kind) {
        case 'append_query': {
          const [, name = '', value = ''] = /^\??\??(\w+)=(.*)$/.exec(append ?? '') ?? [];
          return name ? addParam(input, name, value) : input;
        }
        case 'decode_ampersands':
          return tagContent(`<a href="${input}">`, 'html', TAGS).links[0]?.url;
        case 'plaintext_extract':
          return tagContent(input, 'text', TAGS).links.map(({ url }) => url);
        case 'html_extract':
          return html()
            .links.filter(({ taggedUrl }) => taggedUrl)
            .map(({ url }) => url);
        case 'should_tag':
          return (
            tagContent(`<base href="http://example.com/"><a href="${input}">`, 'html', TAGS).report.tagged ===
            1
          );
        case 'html_unchanged':
          return html().content === input;
        default:
          return html().report.tagged > 0;
      }
    };
    const theirAnswer = ({ kind, input, expected }: Vector): unknown => {
      if (
        ['append_query', 'decode_ampersands', 'plaintext_extract', 'html_extract', 'should_tag'].includes(
          kind,
        )
      )
        return expected;
      return kind === 'html_unchanged' || /<a\b/.test(input);
    };

    it('give the answers that we give', () => {
      const vectors = rows<Vector>('link-tagging/vectors.jsonl');
      const theirOwn = ['resolve', 'redirect_rewrite'];
      compare(
        'vectors.jsonl',
        vectors.map((vector) => (theirOwn.includes(vector.kind) ? undefined : vector)),
        (vector) => vector && ourAnswer(vector),
        (vector) => vector && theirAnswer(vector),
      );
      count('vectors.jsonl', -vectors.filter(({ kind }) => theirOwn.includes(kind)).length);
    });

    it('have placeholders that survive byte for byte', () => {
      const placeholders = rows<{ html: string; raw_or_note: string }>('link-tagging/merge_tag_hrefs.jsonl');
      count('placeholders', placeholders.length);
      for (const { html } of placeholders) {
        const { content } = tagContent(html, 'html', TAGS);
        const added = `${ADDED.join('&amp;')}`;
        const was = /utm_source=(\w+)/.exec(html)?.[0];
        const restored = was
          ? content.replace(ADDED[0] ?? '', was).replace(`&amp;${ADDED.slice(1).join('&amp;')}`, '')
          : content.replace(`?${added}`, '').replace(`&amp;${added}`, '');
        expect(restored).toBe(html);
      }
    });
  });
};

if (existsSync(DATA)) describe('conformance', conformance);
else
  it('compares nothing where the cases of others do not lie beside the project', () => {
    console.log('conformance: 0 cases ran');
    expect(globSync(`${DATA}/**`)).toEqual([]);
  });

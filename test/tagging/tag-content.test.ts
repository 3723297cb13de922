import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tagContent } from '~/tagging/tag-content';
import type { Tags } from '~/tagging/tags';

const TAGS: Tags = { source: 's', medium: 'm', campaign: 'c' };
const ADDED = 'utm_source=s&amp;utm_medium=m&amp;utm_campaign=c';

const html = (content: string) => tagContent(content, 'html', TAGS);

describe('the links of an HTML message', () => {
  it.each([
    ['<a href="https://s.example/">x</a>', `<a href="https://s.example/?${ADDED}">x</a>`],
    ["<A\n HREF = 'https://s.example/'\n>x</A>", `<A\n HREF = 'https://s.example/?${ADDED}'\n>x</A>`],
    ['<a href=https://s.example/a>x</a>', `<a href=https://s.example/a?${ADDED}>x</a>`],
    [
      '<a href="https://s.example/?a=1&amp;b=2#c">',
      `<a href="https://s.example/?a=1&amp;b=2&amp;${ADDED}#c">`,
    ],
    [
      '<a href="https://s.example/?a=1&b=2&copy=3">',
      `<a href="https://s.example/?a=1&b=2&copy=3&amp;${ADDED}">`,
    ],
    [
      '<a href="https&#58;//s.example/&quest;a&#x3D;1">',
      `<a href="https&#58;//s.example/&quest;a&#x3D;1&amp;${ADDED}">`,
    ],
    ['<a href="https://s.example/&num;x">', `<a href="https://s.example/?${ADDED}&num;x">`],
    ['<a href=" https://s.example/ ">', `<a href=" https://s.example/?${ADDED} ">`],
    [
      '<map><area shape="rect" href="https://s.example/"></map>',
      `<map><area shape="rect" href="https://s.example/?${ADDED}"></map>`,
    ],
    [
      '<form action="https://s.example/search"><input name=q></form>',
      `<form action="https://s.example/search?${ADDED}"><input name=q></form>`,
    ],
    [
      '<svg><a xlink:href="https://s.example/"></a></svg>',
      `<svg><a xlink:href="https://s.example/?${ADDED}"></a></svg>`,
    ],
    [
      '<!--[if mso]><v:roundrect xmlns:v="urn:x" href="https://s.example/"><w:anchorlock/></v:roundrect><![endif]-->',
      `<!--[if mso]><v:roundrect xmlns:v="urn:x" href="https://s.example/?${ADDED}"><w:anchorlock/></v:roundrect><![endif]-->`,
    ],
    [
      '<!--[if !mso]><!--><a href="https://s.example/">x</a><!--<![endif]-->',
      `<!--[if !mso]><!--><a href="https://s.example/?${ADDED}">x</a><!--<![endif]-->`,
    ],
    [
      '<a href="https://s.example/?n={{ first_name | default: "you" }}">',
      `<a href="https://s.example/?n={{ first_name | default: "you" }}&amp;${ADDED}">`,
    ],
  ])('are tagged where they stand: %s', (content, expected) => {
    expect(html(content).content).toBe(expected);
  });

  it.each([
    '<!-- <a href="https://s.example/">x</a> -->',
    '<script>"<a href=https://s.example/>"</script>',
    '<style>/* <a href="https://s.example/"> */ a { background: url(https://s.example/) }</style>',
    '<title><a href="https://s.example/"></title>',
    '<textarea><a href="https://s.example/"></textarea>',
    '<link href="https://s.example/a.css"><img src="https://s.example/a.png"><button href="https://s.example/">',
    '<form method=" POST " action="https://s.example/">',
    '<a name="https://s.example/" data-href="https://s.example/">x</a>',
    '<p>https://s.example/</p>',
    '</a href="https://s.example/">',
    '<a href="https://s.example/',
    '<a href="https://s.example/"',
    '< a href="https://s.example/">',
  ])('are not in %s', (content) => {
    expect(html(content)).toEqual({ content, links: [], report: { links: 0, tagged: 0, skipped: {} } });
  });

  it('are read as a browser reads malformed markup', () => {
    expect(html('<a href="https://1.example/" href="https://2.example/">').content).toBe(
      `<a href="https://1.example/?${ADDED}" href="https://2.example/">`,
    );
    expect(
      html('<a/href=https://s.example/ <b <a href="https://2.example/"><<a href=\'https://3.example/\'>')
        .content,
    ).toBe(
      `<a/href=https://s.example/?${ADDED} <b <a href="https://2.example/"><<a href='https://3.example/?${ADDED}'>`,
    );
    expect(
      html('<div title="<a href=https://1.example/>"><a title=">" href=https://2.example/>').content,
    ).toBe(`<div title="<a href=https://1.example/>"><a title=">" href=https://2.example/?${ADDED}>`);
    expect(html('<![CDATA[ > <a href="https://s.example/">').content).toBe(
      `<![CDATA[ > <a href="https://s.example/?${ADDED}">`,
    );
  });

  it('say why each was left alone, and how many', () => {
    const { content, links, report } = html(
      [
        '<a href="https://s.example/a" data-track="OFF">a</a>',
        '<a href="https://s.example/b" clicktracking=off>b</a>',
        '<a href="https://out.example/c"> Unsubscribe\n here </a>',
        '<a href="https://out.example/d"><b>Manage</b> your preferences</a>',
        '<a href="{{ unsubscribe_url }}">out</a>',
        '<a href="mailto:a@s.example">e</a>',
        '<a href="#f">f</a>',
        '<a href="/g">g</a>',
        '<a href="">h</a>',
        '<a href="https://s.example/i">How to unsubscribe from winter</a>',
      ].join(''),
    );
    expect(content).toContain(`https://s.example/i?${ADDED}`);
    expect(links.map(({ position, skipped }) => [position, skipped])).toEqual([
      [0, 'opted_out'],
      [1, 'opted_out'],
      [2, 'unsubscribe'],
      [3, 'unsubscribe'],
      [4, 'unsubscribe'],
      [5, 'mailto'],
      [6, 'anchor'],
      [7, 'relative'],
      [8, 'empty'],
      [9, null],
    ]);
    expect(report).toEqual({
      links: 10,
      tagged: 1,
      skipped: { opted_out: 2, unsubscribe: 3, mailto: 1, anchor: 1, relative: 1, empty: 1 },
    });
  });

  it('have their URL as it is meant, and where a click leads', () => {
    const { links } = html('<a href=" https://s.example/\n?a=1&amp;utm_source=x ">');
    expect(links).toEqual([
      {
        position: 0,
        url: ' https://s.example/\n?a=1&utm_source=x ',
        taggedUrl: 'https://s.example/?a=1&utm_source=s&utm_medium=m&utm_campaign=c',
        skipped: null,
        replaced: [{ name: 'utm_source', was: 'x' }],
      },
    ]);
  });

  it.each([
    ['/a', 'https://s.example/a?'],
    ['c', 'https://s.example/x/c?'],
    ['?q=1', 'https://s.example/x/y?q=1&'],
    ['//t.example/a', 'https://t.example/a?'],
  ])('that leave out their beginning lead where <base> says: %s', (href, expected) => {
    const { content, links } = html(`<base href="https://s.example/x/y?z#w"><a href="${href}">`);
    expect(links[0]?.taggedUrl).toBe(`${expected}utm_source=s&utm_medium=m&utm_campaign=c`);
    expect(content).toContain(`<a href="${href}${href.includes('?') ? '&amp;' : '?'}${ADDED}">`);
  });
});

describe('any HTML', () => {
  const part = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom(
      '<a href="',
      "<a href='",
      '<a href=',
      'https://s.example/',
      '?a=1&amp;b',
      '&#38;',
      '&copy',
      '">',
      "'>",
      '>',
      '</a>',
      '<!--',
      '-->',
      '<!--[if mso]>',
      '<![endif]-->',
      '<style>',
      '</style>',
      '<script>',
      '</script>',
      '{{ ',
      ' }}',
      '"',
      "'",
      '<v:rect href="',
      '<area href=',
      '<svg>',
      '<![CDATA[',
      ']]>',
      ' data-track=off',
      '<title>',
      '#x',
      '\n',
    ),
  );
  const anyHtml = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(''));

  it('is the same whether tagged once or twice', () => {
    fc.assert(
      fc.property(anyHtml, (content) => {
        const once = html(content);
        expect(html(once.content)).toMatchObject({ content: once.content, report: once.report });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is itself again, byte for byte, when what was added is taken out', () => {
    fc.assert(
      fc.property(anyHtml, (content) => {
        const { content: tagged, report } = html(content);
        const pieces = tagged.split(ADDED);
        const last = pieces.pop() ?? '';
        expect(pieces.length).toBe(report.tagged);
        // A question mark or an ampersand before the tags was added with them, unless it was there before.
        const restored = pieces.reduce(
          (text, piece) =>
            content.startsWith(text + piece) ? text + piece : text + piece.replace(/(?:\?|&amp;)$/, ''),
          '',
        );
        expect(restored + last).toBe(content);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a message of a million characters', () => {
  const repeated = (part: string) => part.repeat(Math.ceil(1_000_000 / part.length));

  it.each([
    '<',
    '<a href="',
    '<a href="https://s.example/ ',
    "<!--[if mso]><a title='",
    "<div><b title='",
    '<a href="{{ x {% ',
    '{{ ',
    '&lt',
  ])('made of %s comes back unchanged', (part) => {
    const content = repeated(part);
    expect(html(content).content === content).toBe(true);
    const found = tagContent(content, 'text', TAGS);
    expect(found.report.links).toBe(content.split('https://').length - 1);
  });

  it('made of one URL comes back with its tags', () => {
    for (const part of ['a', '&lt', '&', '%7B', '{{', '=', '&amp;', '?redirect=/discount/A']) {
      const url = `https://s.example/discount/A?redirect=/${repeated(part)}`;
      expect(html(`<a href="${url}">`).content.length).toBeGreaterThanOrEqual(url.length);
      expect(tagContent(url, 'text', TAGS).report.links).toBe(1);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPastedHtml, droppedInWords, lostInBlocks } from '~/tagging/pasted-html';

describe('HTML pasted from another tool', () => {
  it('loses what no mail program runs, and says what', () => {
    const { html, dropped } = cleanPastedHtml(
      '<link rel="stylesheet" href="https://a.test/a.css"><p onclick="go(1 > 2)" class=a>Hi<script>document.write("<p>")</script></p>' +
        '<iframe src="https://a.test"><p>In</p></iframe><form action="/x"><input name="a"><button>Go</button></form>',
    );
    expect(html).toBe('<p  class=a>Hi</p><form action="/x"></form>');
    expect(dropped).toEqual([
      { what: 'linked style sheet', count: 1 },
      { what: 'code on events', count: 1 },
      { what: 'script', count: 1 },
      { what: 'embedded page', count: 1 },
      { what: 'form field', count: 2 },
    ]);
  });

  it('keeps everything else byte for byte, conditional comments and merge tags included', () => {
    const html =
      '<!doctype html>\r\n<!--[if mso]><v:rect href="https://a.test"></v:rect><![endif]--><STYLE>p{color:red}</STYLE>' +
      '<p title=\'on="x"\'>{{ first_name | default: "friend" }} &nbsp;ü</p >';
    expect(cleanPastedHtml(html)).toEqual({ html, dropped: [] });
  });

  it('leaves out an element that never ends, and one inside of another of its name', () => {
    expect(cleanPastedHtml('<p>a</p><object><object></object>b</object><p>c</p><iframe>rest').html).toBe(
      '<p>a</p><p>c</p>',
    );
  });

  it('adds nothing, and changes nothing where nothing is dropped', () => {
    const piece = fc.constantFrom(
      '<script>',
      '</script>',
      '<p onload=x>',
      '</p>',
      '<input ',
      'a="',
      '"',
      '>',
      '<object/>',
      '<!--',
      '-->',
      'text',
      '<',
      "'",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const once = cleanPastedHtml(pieces.join(''));
        expect(once.html.length).toBeLessThanOrEqual(pieces.join('').length);
        if (once.dropped.length === 0) expect(once.html).toBe(pieces.join(''));
      }),
    );
  });

  it('says what blocks could not hold', () => {
    expect(
      lostInBlocks(
        '<style>a</style><img src=a><img src=b><a href="https://a.test">x</a>',
        '<img src=a><a href="https://a.test">x</a>',
      ),
    ).toEqual([
      { what: 'style sheet', count: 1 },
      { what: 'picture', count: 1 },
    ]);
  });

  it('names what was dropped as one would say it', () => {
    expect(droppedInWords([{ what: 'script', count: 2 }])).toBe('2 scripts');
    expect(
      droppedInWords([
        { what: 'script', count: 1 },
        { what: 'form field', count: 3 },
        { what: 'code on events', count: 4 },
      ]),
    ).toBe('1 script, 3 form fields and code on events');
  });
});

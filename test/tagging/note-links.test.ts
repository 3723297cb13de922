import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { noteLinks } from '~/tagging/note-links';

const number = (position: number) => `(${position})`;

describe('notes at the links of a message', () => {
  it('stand right inside the links of HTML, whatever quotes and signs are in them', () => {
    const html = `<a title="a > b" href='https://shop.test/a?x="1"' class=big>One</a> <A HREF="https://shop.test/b"><img src="x"></A>`;
    expect(noteLinks(html, 'html', number)).toBe(
      `<a title="a > b" href='https://shop.test/a?x="1"' class=big>(0)One</a> <A HREF="https://shop.test/b">(1)<img src="x"></A>`,
    );
  });

  it('stand right behind the addresses of a text, and count on from where they are told to', () => {
    const text = 'Look: https://shop.test/a. Or https://shop.test/b';
    expect(noteLinks(text, 'text', number, 3)).toBe(
      'Look: https://shop.test/a(3). Or https://shop.test/b(4)',
    );
  });

  it('are left out where there is none', () => {
    const html = '<a href="https://shop.test/a">A</a><a href="https://shop.test/b">B</a>';
    expect(noteLinks(html, 'html', (position) => (position === 1 ? '!' : undefined))).toBe(
      '<a href="https://shop.test/a">A</a><a href="https://shop.test/b">!B</a>',
    );
  });

  it('change nothing else, in whatever is written', () => {
    const piece = fc.constantFrom(
      '<a href="https://a.test/">',
      '</a>',
      '<',
      '>',
      '"',
      ' text ',
      '<p title=">">',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const html = pieces.join('');
        expect(noteLinks(html, 'html', () => '\u0007').replaceAll('\u0007', '')).toBe(html);
      }),
    );
  });
});

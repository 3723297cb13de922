import { describe, expect, it } from 'vitest';
import { mendDesign, mendLinks } from '~/tagging/mend-links';
import { tagContent } from '~/tagging/tag-content';

const SHOP = 'https://www.tide.example/';
const TAGS = { source: 'newsletter', medium: 'email', campaign: 'spring' };

describe('mending the links of a message', () => {
  it.each([
    ['<a href="/sale">', '<a href="https://www.tide.example/sale">'],
    ['<a href=sale?a=1&amp;b={{email}}>', '<a href=https://www.tide.example/sale?a=1&amp;b={{email}}>'],
    ['<a href=" ?x=1 ">', '<a href="https://www.tide.example/?x=1 ">'],
    ['<a href="www.tide.example/a">', '<a href="https://www.tide.example/a">'],
    ['<a href="WWW.other.example">', '<a href="https://WWW.other.example">'],
  ])('%s becomes %s', (html, mended) => {
    expect(mendLinks(html, 'html', SHOP)).toBe(mended);
    expect(tagContent(mended, 'html', TAGS).report).toEqual({ links: 1, tagged: 1, skipped: {} });
    expect(mendLinks(mended, 'html', SHOP)).toBe(mended);
  });

  it.each([
    '<a href="https://tide.example/sale">a</a><a href="#top">b</a><a href="mailto:a@b.example">c</a>',
    '<a href="">d</a><a href="{{ unsubscribe_url }}">e</a><base href="https://x.example/"><a href="/f">f</a>',
  ])('leaves what leads somewhere, or was not meant to: %s', (html) => {
    expect(mendLinks(html, 'html', SHOP)).toBe(html);
  });

  it.each([
    ['See shop.com,more', 'See shop.com, more'],
    ['See shop.com(x)', 'See shop.com (x)'],
  ])('puts a space behind a link that runs into what follows: %s', (text, mended) => {
    expect(mendLinks(text, 'text', SHOP)).toBe(mended);
    expect(tagContent(mended, 'text', TAGS).report).toEqual({ links: 1, tagged: 1, skipped: {} });
  });
});

describe('the design of an e-mail', () => {
  it('has the addresses mended that are only a part of one', () => {
    const design = {
      content: [{ href: '/sale', text: 'href: /sale' }, { href: '{{ unsubscribe_url }}' }, { href: null }],
    };
    expect(JSON.parse(mendDesign(JSON.stringify(design), SHOP))).toEqual({
      content: [
        { href: `${new URL(SHOP).origin}/sale`, text: 'href: /sale' },
        { href: '{{ unsubscribe_url }}' },
        { href: null },
      ],
    });
  });
});
